import { openBuiltInStore } from '../../../nodes/common/store';

afterEach(() => {
	delete process.env.EXECUTIONS_MODE;
	delete process.env.N8N_MULTI_MAIN_SETUP_ENABLED;
});

test.each([
	['queue mode', { EXECUTIONS_MODE: 'queue' }],
	['several mains', { N8N_MULTI_MAIN_SETUP_ENABLED: 'true' }],
])('the SQLite store is refused in %s, in plain words and before a file is made', async (_name, environment) => {
	Object.assign(process.env, environment);
	await expect(openBuiltInStore('never')).rejects.toMatchObject({ code: 'STORE_NOT_SHARED', remedy: expect.stringContaining('EXECUTIONS_MODE=regular') });
});
