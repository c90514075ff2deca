import type { Rules } from './rules.js';

/** One rule less: a change to the follower's compiled files, or a rule that the model no longer obeys. Each must be caught. */
export type Mutant = { readonly rule: string; readonly edits: readonly Edit[]; readonly without?: keyof Rules };
type Edit = { readonly file: string; readonly from: string; readonly to: string };

const mutant = (rule: string, ...edits: readonly Edit[]): Mutant => ({ rule, edits });
const model = (rule: string, without: keyof Rules): Mutant => ({ rule, edits: [], without });
const edit = (file: string, from: string, to: string): Edit => ({ file: `${file}.js`, from, to });

const CLOCKS = 'Math.max(now.mono - then.mono, now.wall - then.wall)';
const PROVEN = '(state.lease !== null && sentAt.mono <= state.lease.mono)';
const HAS_LAPSED = '!hasLapsed(row, watched, nowMs)';

export const MUTANTS: readonly Mutant[] = [
  // The lease
  mutant('a consumer admits only under a lease', edit('state', 'state.options.allowWhenStale ||', 'true ||')),
  mutant('a lease is usable for nine tenths of its time', edit('state', 'const USABLE = 0.9', 'const USABLE = 1')),
  mutant('the lease is checked for each packet', edit('admission', '&& mayAdmit(state, now) && isProven(state, copy, now);', ';')),
  mutant('a machine may be suspended: the wall clock counts too (C15)', edit('instant', CLOCKS, 'now.mono - then.mono')),
  mutant('a wall clock can only shorten a lease (C15)', edit('instant', CLOCKS, 'now.wall - then.wall')),
  mutant('a lease counts from when its poll was sent', edit('polling', 'state.lease = sent.sentAt', 'state.lease = turn.now')),
  mutant('a lease counts from the first page (C8)', edit('polling', 'state.lease = sent.sentAt', 'state.lease = sent.pageSentAt')),
  mutant('sockets are kept for another LEASE', edit('machine', 'elapsed(state.suspended, now) > state.options.leaseMs', 'true')),
  // The log
  mutant('the floor is that of the first page (C8)', edit('polling', 'sent.first ??=', 'sent.first =')),
  mutant('the answer of a poll that was given up is dropped (C10)', edit('polling', 'if (sent?.number !== number)', 'if (!sent)')),
  mutant('a poll that gives no answer is given up', edit('polling', 'elapsed(log.poll.pageSentAt, turn.now) <= options.pollTimeoutMs', 'true')),
  mutant('every page checks the low-water mark (C7)', edit('polling', 'if (answer.trimmed ||', 'if ((answer.trimmed && sent.first === null) ||')),
  mutant('a trimmed log means a reset', edit('polling', 'if (answer.trimmed ||', 'if (')),
  mutant('another timeline or system means a reset', edit('polling', '|| (log.source !== null && log.source !== answer.source)', '')),
  mutant('a reset drops the answers of reads in flight (C6)', edit('polling', 'giveUp(turn, number);', ';')),
  mutant('a reset empties the memory', edit('polling', 'state.copies.keepOnly(state.open);', '')),
  mutant('after a reset nothing passes on a socket before its session is read again', edit('polling', "copy.mood = 'doubted';", '')),
  mutant('after a reset the sessions of open sockets are read again', edit('polling', 'state.unsure.add(copy);', '')),
  mutant('nothing is read before a first poll is applied (C6)', edit('reading', 'log.ready && reading.waiting', 'reading.waiting'), edit('reading', '!hasLease(state, now)', 'false'), edit('reading', '|| !hasLease(turn.state, turn.now)', '')),
  mutant('a poll that brought news is followed by another at once', edit('polling', 'log.again = true', 'log.again = false')),
  mutant('events that the log brought are skipped by their id, not by their position (C14)', edit('polling', '!log.brought.has(event.id)', '!turn.state.seen.has(event.position)'), edit('apply', 'const first = ', 'turn.state.seen.add(event.position);\n    const first = ')),
  model('the order of the log is that of transactions: a number is handed out before its commit', 'cursorByTransaction'),
  model('a page brings all that its snapshot sees, also beyond the oldest running transaction', 'wholeSnapshot'),
  model('the low-water mark is committed before a partition is dropped (C7)', 'markBeforeDrop'),
  model('no change without its event', 'eventWithChange'),
  model("a new cluster raises the realm's generation", 'restoreRaisesRealm'),
  model('a renewal commits as synchronously as a revocation (C13)', 'synchronousRenewal'),
  model("a feed reads the database, never the api's memory (C16)", 'feedReadsDatabase'),
  model('a feed answers by a read that was sent after the request arrived (C16)', 'feedJoinsLater'),
  model('the log is read by the server that renewed the row', 'readWhereRenewed'),
  // Ending
  mutant('an event ends what is in memory', edit('apply', 'else if (ends && event.sessionId !== null)', 'else if (ends)\n        ;\n    else if (false)')),
  mutant('a generation ends every older copy of its user', edit('apply', ': state.copies.ofUser(userId);', ': [];')),
  mutant('a generation of the realm ends the copies without sockets too', edit('admission', 'return copy.heard < state.realm.heard &&', 'return false &&')),
  mutant('a generation of the realm ends the copies with sockets at once', edit('apply', '? state.open :', '? [] :')),
  mutant('a copy is live only in the present generation', edit('apply', ': ofUser) >= generation', ': ofUser) >= generation - 1')),
  mutant('a late event of an old generation ends nothing newer', edit('apply', ': ofUser) >= generation', ': ofUser) > generation')),
  mutant('the spared session is not ended', edit('apply', 'if (id === scope.sparedSessionId)', 'if (false)')),
  mutant('the spared session is read again, never stamped by an event (C3)', edit('apply', "if (id === scope.sparedSessionId)\n            forgetCopy(state, copy);", "if (id === scope.sparedSessionId)\n            copy.admission = { kind: 'live', session: { ...copy.admission.session, generation } };")),
  mutant('what is known as ended stays ended (C14)', edit('reading', '|| state.ended.has(session.id)', '')),
  mutant('sockets of an ended session are cut', edit('apply', 'if (sockets > 0)', 'if (false)')),
  mutant('a copy that has ended admits nobody while its sockets are closed', edit('admission', 'copy.ended || copy.mood', 'copy.mood')),
  mutant('a read that finds a session ended closes its sockets', edit('reading', "if (wanted.by === 'id')", 'if (false)')),
  model('a spared session must be live in the generation that is left (C2)', 'spareCheck'),
  // Admission
  mutant('a read is judged by what was heard since it was sent (C4, C5)', edit('heard', '?? 0) > count)', '?? 0) > Infinity)')),
  mutant('… of its session', edit('heard', '[session.id, session.userId,', '[session.userId,'), edit('reading', '|| state.ended.has(session.id)', '')),
  mutant('… of its user (C5)', edit('heard', '[session.id, session.userId,', '[session.id,')),
  mutant('… of everyone (C5)', edit('heard', ', EVERYONE]', ']'), edit('admission', 'return copy.heard < state.realm.heard &&', 'return false &&')),
  mutant('what was heard is kept until every read that was sent before has ended (C4)', edit('reading', 'oldest = Math.min(oldest, read.heard);', '')),
  mutant('a read that takes longer than a lease is given up (C4)', edit('reading', 'elapsed(read.sentAt, now) > state.options.leaseMs', 'false')),
  mutant('an answer that comes without a lease is dropped, also where stale is allowed', edit('reading', '|| !hasLease(turn.state, turn.now)', ''), edit('reading', '!hasLease(state, now)', '!state.log.ready'), edit('admission', PROVEN, 'true')),
  mutant('without a lease only what a poll was sent after admits anyone, where stale is allowed (C21)', edit('admission', PROVEN, 'true')),
  mutant('what is read is of the history that the log is of: a primary that was replaced may answer too', edit('reading', 'answer.source === turn.state.log.source', 'true')),
  mutant('a pending socket that is admitted is in the index in the same step', edit('reading', 'attach(state, socketId, copy);', ';')),
  mutant('a socket that went away while it was pending is not admitted', edit('reading', 'state.pending.delete(socketId);', 'state.pending.delete(socketId) || true;')),
  mutant('what changed is read again before it admits anyone', edit('apply', "copy.mood = 'forgotten';", ';'), edit('apply', 'if (copy.sockets === null)\n        return state.copies.drop(copy);', '')),
  mutant('past its deadline a copy admits nobody', edit('admission', "|| passed(copy.deadline, now) || isOutdated", '|| isOutdated')),
  mutant('past its deadline nothing passes on a socket', edit('admission', '&& !passed(copy.deadline, now)', '')),
  mutant('activity moves only a deadline that has not passed', edit('machine', 'if (copy === undefined || passed(copy.deadline, now))', 'if (copy === undefined)')),
  mutant('a session with open sockets is marked expired a while after its deadline', edit('machine', "effects.push({ kind: 'lapse', sessionId: copy.admission.session.id });", ';')),
  mutant('an answer that ran out on its way is read again', edit('reading', 'if (ranOut ||', 'if (')),
  model('a miss is read from the primary (C20)', 'readPrimary'),
  model('a deadline that has passed is not moved in the database (C19)', 'activityGuard'),
  // The receipt
  mutant('when an end is acknowledged nothing passes on its sockets, closed or not (C17)', edit('admission', '!copy.ended && copy.mood', 'copy.mood')),
  mutant('a renewal alone proves nothing (C1)', edit('receipt', 'row.applied && !row.allowsWhenStale', 'row.renewals > 1')),
  mutant('one that allows when stale never lapses (C21)', edit('receipt', `row.allowsWhenStale || ${HAS_LAPSED}`, HAS_LAPSED)),
  mutant('a row lapses after its whole lease', edit('receipt', 'nowMs - seen.sinceMs >= row.leaseMs', 'nowMs - seen.sinceMs >= row.leaseMs / 2')),
  mutant('a row that is never renewed lapses', edit('receipt', `row.allowsWhenStale || ${HAS_LAPSED}`, 'true')),
  mutant('a row that was renewed lives', edit('receipt', 'before?.renewals === renewals ? before', 'before ? before'), edit('receipt', 'seen.renewals === row.renewals &&', '')),
  model('the renewal is committed before its poll reads (C9)', 'renewFirst'),
  model("a lapse is measured by the api's own monotonic clock (C11)", 'ownClock'),
  model('nothing is confirmed on a timeline that is not settled (C12)', 'settle'),
  model('a consumer id is made for one start of one process (C18)', 'idPerStart'),
  model('the lease in the row is the one that the consumer uses (C22)', 'leaseInRow'),
  model('rows are read after the commit', 'rowsAfterCommit'),
];
