import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Licences that ask for nothing but their own text. Anything else stops the build: a person has to decide. */
const PERMISSIVE = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'Python-2.0', 'Unlicense']);

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

interface BundledPackage {
	name: string;
	version: string;
	licence: string;
	text: string;
}

/**
 * The text of `THIRD-PARTY-NOTICES.txt`: name, version, licence and licence text of every package whose files are in the bundle, and the legal comments that esbuild took out of them.
 * @param inputs the inputs of esbuild's metafile, relative to `root`
 * @throws Error when a package's licence is not permissive, or its text is missing
 */
export function renderNotices(root: string, inputs: readonly string[], legalComments: string): string {
	const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
	const packages = [...new Map([...folders].map((folder) => readPackage(root, folder)).map((one) => [`${one.name}@${one.version}`, one])).values()];
	packages.sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));
	const refused = packages.filter(({ licence }) => !isPermissive(licence));
	if (refused.length > 0) {
		throw new Error(`Not to be bundled without a decision: ${refused.map((one) => `${one.name} ${one.version} (${one.licence})`).join(', ')}`);
	}
	const rule = '-'.repeat(80);
	const sections = packages.map(({ name, version, licence, text }) => `${rule}\n${name} ${version} (${licence})\n${rule}\n\n${text}\n`);
	const comments = legalComments.trim() === '' ? [] : [`${rule}\nNotices taken from the source files\n${rule}\n\n${legalComments.trim()}\n`];
	return [`dist/helpdesk.js contains the following packages. Thank you.\n`, ...sections, ...comments].join('\n');
}

/** `node_modules/a/node_modules/@b/c/lib/d.js` -> `node_modules/a/node_modules/@b/c`; undefined for our own files. */
function packageFolder(input: string): string | undefined {
	const parts = input.split('/');
	const at = parts.lastIndexOf('node_modules');
	if (at < 0) return undefined;
	return parts.slice(0, at + (parts[at + 1]?.startsWith('@') ? 3 : 2)).join('/');
}

function readPackage(root: string, folder: string): BundledPackage {
	const described = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string; license?: string };
	const texts = readdirSync(join(root, folder))
		.filter((file) => LICENCE_FILE.test(file))
		.sort()
		.map((file) => readFileSync(join(root, folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
	if (texts.length === 0) texts.push(licenceSectionOfReadme(join(root, folder)));
	return { name: described.name, version: described.version, licence: described.license?.replaceAll(/[()]/g, '') ?? 'none stated', text: texts.join('\n\n') };
}

/** Some packages carry their licence only as the last section of the README. */
function licenceSectionOfReadme(folder: string): string {
	const readme = ['README.md', 'readme.md', 'Readme.md'].map((name) => join(folder, name)).find(existsSync);
	const section = readme === undefined ? undefined : /^#+ *licen[cs]e\b.*$([\s\S]*)/im.exec(readFileSync(readme, 'utf8'))?.[1]?.trim();
	if (section === undefined || section === '') throw new Error(`No licence text found in ${folder}`);
	return section;
}

/** A flat SPDX expression is fine when one side of every OR and both sides of every AND are. */
function isPermissive(expression: string): boolean {
	return expression.split(/ OR /i).some((side) => side.split(/ AND /i).every((licence) => PERMISSIVE.has(licence.trim())));
}
