import type { Words } from './i18n.js';

export const deTime: Words['time'] = {
  justNow: 'gerade eben',
  span: {
    ms: '{{n, number}} ms',
    s: '{{n, number}} s',
    min: '{{n, number}} min',
    h: '{{n, number}} h',
    hmin: '{{n, number}} h {{m, number}} min',
    d_one: '{{count, number}} Tag',
    d_other: '{{count, number}} Tage',
  },
  ago: {
    s: 'vor {{n, number}} s',
    min: 'vor {{n, number}} min',
    h: 'vor {{n, number}} h',
    hmin: 'vor {{n, number}} h {{m, number}} min',
    d_one: 'vor {{count, number}} Tag',
    d_other: 'vor {{count, number}} Tagen',
  },
  since: {
    s: '{{n, number}} s',
    min: '{{n, number}} min',
    h: '{{n, number}} h',
    hmin: '{{n, number}} h {{m, number}} min',
    d_one: '{{count, number}} Tag',
    d_other: '{{count, number}} Tage',
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
