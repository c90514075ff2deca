import { PinoPretty, type PrettyStream } from 'pino-pretty';

/** Takes JSON lines and writes them to standard output as people read them: time, level, process, words. */
export const prettyLines = (): PrettyStream =>
  PinoPretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l', sync: true, destination: 1 });
