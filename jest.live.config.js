/** Tests against servers that somebody names by environment variables; not part of `npm test`. */
module.exports = { ...require('./jest.config.js'), testMatch: ['<rootDir>/test/live/**/*.live.ts'], testTimeout: 120_000, maxWorkers: 1 };
