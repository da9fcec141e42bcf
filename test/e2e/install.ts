import { installN8n } from './installN8n';

void installN8n(console.log);
