import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import type { N8nServer } from './n8nServer';
import type { N8nClient } from './n8nClient';
import { waitUntil } from './processes';

/** Headless, as root, and asking nobody outside for anything. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-dev-shm-usage',
	'--force-color-profile=srgb',
];

const PATIENCE_MS = 120_000;

const CANVAS = { width: 1680, height: 760 };
const PANEL = { width: 1440, height: 1000 };

export interface Picture {
	/** Of the file, without folder. */
	name: string;
	path: string;
	/** How many different colours it has; a blank page has one or two. */
	colours: number;
}

/** The editor in a headless Chromium, signed in as the owner. */
export interface EditorWindow {
	/** Presses "Execute workflow" and waits until the run has ended well: every panel then shows real data. */
	execute(): Promise<void>;
	/** Photographs the whole workflow as `<name>.png`. */
	photographWorkflow(name: string): Promise<Picture>;
	/** Opens a node's panel, does in it what `inside` says, and photographs it as `<name>.png`. */
	photographNode(node: string, name: string, inside?: (page: Page) => Promise<void>): Promise<Picture>;
	/** Opens the dialog of a credential, waits until it says `says`, and photographs it as `<name>.png`. Leaves the workflow. */
	photographCredential(credential: string, name: string, says: string): Promise<Picture>;
	/** Hosts that the pages asked for beside n8n itself. */
	readonly foreignHosts: ReadonlySet<string>;
	close(): Promise<void>;
}

/** Opens a workflow in n8n's editor. The pictures go into `folder`. */
export async function openEditor(server: N8nServer, client: N8nClient, workflowId: string, folder: string): Promise<EditorWindow> {
	mkdirSync(folder, { recursive: true });
	const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: FLAGS });
	const context = await browser.newContext({ viewport: CANVAS, locale: 'en-GB', timezoneId: 'UTC', colorScheme: 'light' });
	// A machine that does other things as well may take its time.
	context.setDefaultTimeout(PATIENCE_MS);
	await context.addCookies([{ ...client.cookie, url: server.url }]);
	const foreignHosts = new Set<string>();
	context.on('request', (request) => {
		const { host, protocol } = new URL(request.url());
		if (protocol.startsWith('http') && host !== new URL(server.url).host) foreignHosts.add(host);
	});
	const page = await context.newPage();
	try {
		await openWorkflow(page, `${server.url}/workflow/${workflowId}`);
	} catch (error) {
		await browser.close();
		throw error;
	}

	const pathOf = (name: string) => join(folder, `${name}.png`);
	const pictureOf = async (name: string): Promise<Picture> => ({ name: `${name}.png`, path: pathOf(name), colours: await countColours(context, pathOf(name)) });
	const photograph = async (name: string): Promise<Picture> => {
		await page.screenshot({ path: pathOf(name), animations: 'disabled' });
		return await pictureOf(name);
	};

	return {
		foreignHosts,
		execute: async () => {
			await page.locator('[data-test-id="execute-workflow-button"]').first().click();
			await page.getByText('Workflow executed successfully').first().waitFor();
			await page.locator('.el-notification__closeBtn').first().click();
		},
		photographWorkflow: async (name) => {
			await fitToView(page);
			return await photograph(name);
		},
		photographCredential: async (credential, name, says) => {
			const list = `${server.url}/home/credentials`;
			if (!page.url().startsWith(list)) await page.goto(list);
			await page.locator('[data-test-id="resources-list-item"]').filter({ hasText: credential }).click();
			const dialog = page.getByRole('dialog');
			await dialog.getByText(says).first().waitFor();
			const picture = await photograph(name);
			await page.keyboard.press('Escape');
			// Of an account that nobody has signed in to it asks whether that was meant.
			const anyway = page.locator('.el-message-box__btns').getByRole('button', { name: 'Close' });
			await waitUntil(
				'the dialog to close',
				async () => {
					if (await anyway.isVisible()) await anyway.click({ timeout: 1_000 }).catch(() => undefined);
					return !(await dialog.first().isVisible()) || undefined;
				},
				PATIENCE_MS,
			);
			return picture;
		},
		photographNode: async (node, name, inside) => {
			// The canvas stays as it is behind a panel.
			if (page.viewportSize()?.height !== PANEL.height) {
				await page.setViewportSize(PANEL);
				await fitToView(page);
			}
			await page.locator(`[data-test-id="canvas-node"][data-node-name="${node}"]`).dblclick();
			await page.locator('[data-test-id="ndv"]').waitFor();
			await settle(page);
			await page.getByText('Fetching fields').first().waitFor({ state: 'hidden' });
			await page.getByText(/^Loading/).first().waitFor({ state: 'hidden' });
			// A list that comes from the mail server is grey and empty until it is there.
			await page.locator('[data-test-id="ndv"] [data-test-id^="parameter-input"] input[disabled]').first().waitFor({ state: 'hidden' });
			try {
				await inside?.(page);
			} finally {
				// Also of what went wrong: the picture shows why, and the next panel needs this one closed.
				await photograph(name);
				await leave(page);
			}
			return await pictureOf(name);
		},
		close: async () => await browser.close(),
	};
}

/** A list that is open takes the first Escape. */
async function leave(page: Page): Promise<void> {
	const panel = page.locator('[data-test-id="ndv"]');
	await waitUntil(
		'the panel to close',
		async () => {
			if (!(await panel.isVisible())) return true;
			await page.keyboard.press('Escape');
			return undefined;
		},
		PATIENCE_MS,
		300,
	);
}

async function openWorkflow(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await settle(page);
}

/** "1" is the editor's key for "fit to view"; the click before it takes the focus off whatever had it. */
async function fitToView(page: Page): Promise<void> {
	await page.locator('.vue-flow__pane').click({ position: { x: 5, y: 5 } });
	await page.keyboard.press('1');
	await settle(page);
}

/** Panels slide, icons arrive one by one, and what is under the pointer shows a tooltip. */
async function settle(page: Page): Promise<void> {
	await page.mouse.move(0, 0);
	await page.waitForLoadState('networkidle');
	await page.waitForTimeout(700);
}

/** Counted in the browser itself, which has a PNG decoder. A text, because its types are not those of Node. */
const COUNT_COLOURS = `async (source) => {
	const image = new Image();
	image.src = source;
	await image.decode();
	const canvas = new OffscreenCanvas(image.width, image.height);
	const pen = canvas.getContext('2d');
	pen.drawImage(image, 0, 0);
	return new Set(new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer)).size;
}`;

async function countColours(context: BrowserContext, path: string): Promise<number> {
	const page = await context.newPage();
	try {
		return await page.evaluate<number>(`(${COUNT_COLOURS})('data:image/png;base64,${readFileSync(path).toString('base64')}')`);
	} finally {
		await page.close();
	}
}
