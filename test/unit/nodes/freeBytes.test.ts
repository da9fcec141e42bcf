import type { IExecuteFunctions, ITriggerFunctions } from 'n8n-workflow';
import { freeBytes } from '../../../helpdesk/freeBytes';
import { forget, handedOver, handOver, type MessageBytes } from '../../../nodes/ImapScannerTrigger/handOver';

const MB = 1024 * 1024;

describe('bytes that are done with', () => {
	it('give their memory back at once, without waiting for the garbage collector', () => {
		const bytes = Array.from({ length: 32 }, () => Buffer.alloc(MB, 1));
		const before = process.memoryUsage().arrayBuffers;
		freeBytes(...bytes);
		expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThanOrEqual(31 * MB);
		expect(bytes.map(({ length }) => length)).toEqual(Array(32).fill(0));
	});

	it('are left alone where others lie in the same memory', () => {
		const pooled = Buffer.from('a small one lies in the pool of Node');
		const source = Buffer.from('x'.repeat(20_000));
		const part = source.subarray(100, 200);
		freeBytes(pooled, part);
		expect([pooled.toString(), source.length, part.length]).toEqual(['a small one lies in the pool of Node', 20_000, 100]);
	});

	it('may be given twice, or be none', () => {
		const bytes = Buffer.alloc(MB);
		freeBytes(bytes, bytes, Buffer.alloc(0));
		freeBytes(bytes);
		freeBytes();
		expect(bytes).toHaveLength(0);
	});
});

test('what waited for an execution gives its memory and its file back once the files are stored', () => {
	const context = { getWorkflow: () => ({ id: 'w' }), getNode: () => ({ id: 'n' }) } as unknown as ITriggerFunctions & IExecuteFunctions;
	const release = jest.fn();
	const bytes = { source: Buffer.alloc(MB), attachments: [{ content: Buffer.alloc(MB) }, { content: { marker: 'on disk' } }], spool: { release } } as unknown as MessageBytes;
	handOver(context, 'key', bytes);
	expect(handedOver(context, 'key')).toBe(bytes);
	forget(context, 'key');
	expect([handedOver(context, 'key'), bytes.source.length, bytes.attachments[0]?.content]).toEqual([null, 0, Buffer.alloc(0)]);
	expect(release).toHaveBeenCalledTimes(1);
});
