import { judgePidFile } from './pid-file.js';

const file = '4711\n/data/pg/data\n1795557542\n5432\n\n127.0.0.1\n 5 1\nready   \n';
const data = '/data/pg/data';

it.each([
  ['leaves nothing to do without a file', undefined, undefined, { action: 'leave' }],
  ['leaves the file of a dead process to PostgreSQL, which looks for its children first', file, undefined, { action: 'leave' }],
  ['deletes it when the pid belongs to another program', file, '/usr/bin/node server.js', { action: 'delete' }],
  ['deletes it when the pid belongs to the PostgreSQL of another folder', file, '/opt/bin/postgres -D /data/pg/data2 -c port=1', { action: 'delete' }],
  ['deletes it when the pid belongs to a child of another PostgreSQL', file, 'postgres: checkpointer', { action: 'delete' }],
  ['ends our own that survived its starter', file, '/opt/bin/postgres -D /data/pg/data -c port=1', { action: 'end', pid: 4711 }],
  ['ends it also before setpriv has become it', file, '/bin/setpriv --pdeathsig INT -- /opt/bin/postgres -D /data/pg/data', { action: 'end', pid: 4711 }],
  ['ends it when the folder is called by another name today', file.replace('/data/pg', '/link/pg'), '/opt/bin/postgres -D /link/pg/data -c port=1', { action: 'end', pid: 4711 }],
  ['deletes a file that was cut', '', undefined, { action: 'delete' }],
  ['deletes a file that is no pid file', 'lorem\nipsum\n', undefined, { action: 'delete' }],
])('%s', (...[, text, commandLine, verdict]) => {
  expect(judgePidFile(text, commandLine, data)).toEqual(verdict);
});
