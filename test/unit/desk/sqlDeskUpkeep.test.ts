import { openSqlDesk } from '../../support/sqlDeskHarness';
import { describeSqlDeskUpkeep } from '../../support/sqlDeskUpkeep';

describeSqlDeskUpkeep('built-in desk', openSqlDesk);
