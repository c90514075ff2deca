/** The sentences of the administrators' pages in English. */
export const enAdmin = {
  title: 'All Sessions',
  lead: 'Live sessions of every user, newest activity first.',
  caption: 'Devices signed in to any account',
  search: 'Email, name, IP, device',
  errorTitle: 'The sessions could not be loaded',
  noMatch: 'No session matches “{{text}}”',
  reason: 'Reason',
  reasonHelp: 'Kept in the audit trail. May stay empty.',
};
