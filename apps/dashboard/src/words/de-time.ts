import type { Words } from './i18n.js';

export const deTime: Words['time'] = {
  justNow: 'gerade eben',
  span: {
    ms: '{{n, number}} ms',
    s: '{{n, number}} s',
    min: '{{n, number}} Min.',
    h: '{{n, number}} Std.',
    hmin: '{{n, number}} Std. {{m, number}} Min.',
    d_one: '{{count, number}} Tag',
    d_other: '{{count, number}} Tage',
  },
  ago: {
    s: 'vor {{n, number}} s',
    min: 'vor {{n, number}} Min.',
    h: 'vor {{n, number}} Std.',
    hmin: 'vor {{n, number}} Std. {{m, number}} Min.',
    d_one: 'vor {{count, number}} Tag',
    d_other: 'vor {{count, number}} Tagen',
  },
  since: {
    s: 'seit {{n, number}} s',
    min: 'seit {{n, number}} Min.',
    h: 'seit {{n, number}} Std.',
    hmin: 'seit {{n, number}} Std. {{m, number}} Min.',
    d_one: 'seit {{count, number}} Tag',
    d_other: 'seit {{count, number}} Tagen',
  },
  spoken: {
    ms_one: '{{count, number}} Millisekunde',
    ms_other: '{{count, number}} Millisekunden',
    s_one: '{{count, number}} Sekunde',
    s_other: '{{count, number}} Sekunden',
  },
  yesterday: 'gestern, {{time}}',
  today: 'Heute, {{time}}',
};
