import { NEW_TICKET_TEMPLATE } from '../../../helpdesk/template/defaultTemplates';
import { description } from '../../../nodes/RenderHelpdeskTemplate/description';

test('the panel begins with the acknowledgement that the templates ship', () => {
	const defaultOf = (name: string) => description.properties.find((property) => property.name === name)?.default;
	expect([defaultOf('subject'), defaultOf('text')]).toEqual([NEW_TICKET_TEMPLATE.subject, NEW_TICKET_TEMPLATE.text]);
});
