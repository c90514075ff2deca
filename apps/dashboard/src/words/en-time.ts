/** The words for times in English: a span, how long ago, and for how long. */
export const enTime = {
  justNow: 'just now',
  span: {
    ms: '{{n, number}} ms',
    s: '{{n, number}} s',
    min: '{{n, number}} min',
    h: '{{n, number}} h',
    hmin: '{{n, number}} h {{m, number}} min',
    d_one: '{{count, number}} day',
    d_other: '{{count, number}} days',
  },
  ago: {
    s: '{{n, number}} s ago',
    min: '{{n, number}} min ago',
    h: '{{n, number}} h ago',
    hmin: '{{n, number}} h {{m, number}} min ago',
    d_one: '{{count, number}} day ago',
    d_other: '{{count, number}} days ago',
  },
  since: {
    s: '{{n, number}} s',
    min: '{{n, number}} min',
    h: '{{n, number}} h',
    hmin: '{{n, number}} h {{m, number}} min',
    d_one: '{{count, number}} day',
    d_other: '{{count, number}} days',
  },
  spoken: {
    ms_one: '{{count, number}} millisecond',
    ms_other: '{{count, number}} milliseconds',
    s_one: '{{count, number}} second',
    s_other: '{{count, number}} seconds',
  },
  yesterday: 'yesterday, {{time}}',
  today: 'Today, {{time}}',
};
