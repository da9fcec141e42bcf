import { openSqlDesk } from '../../support/sqlDeskHarness';
import { describeSqlDeskUpkeep } from '../../support/sqlDeskUpkeep';
import { describeOnBothStores } from '../../support/storeKinds';

describeOnBothStores('Built-in desk', (kind) => describeSqlDeskUpkeep('built-in desk', async () => await openSqlDesk(await kind.place())));
