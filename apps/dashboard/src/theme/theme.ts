import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

import buttons from './button.module.css';
import fields from './field.module.css';
import overlays from './overlay.module.css';
import { tokens, variables, type Token } from './tokens.js';

/** Mantine, wearing the tokens. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  defaultRadius: 8,
  respectReducedMotion: true,
  cursorType: 'pointer',
  primaryColor: 'dusk',
  primaryShade: { light: 6, dark: 3 },
  colors: { ink: scale('ink'), dusk: scale('accent'), ember: scale('ember'), live: scale('live'), amber: scale('amber') },
  components: {
    Button: { defaultProps: { variant: 'neutral' }, classNames: buttons },
    TextInput: { classNames: fields },
    PasswordInput: { classNames: fields },
    Select: { classNames: fields },
    Checkbox: { classNames: { input: fields['check'], label: fields['checkLabel'] } },
    Modal: { classNames: { content: overlays['dialog'], title: overlays['title'], header: overlays['header'], body: overlays['body'] } },
    Menu: { classNames: { dropdown: overlays['menu'], item: overlays['item'] } },
    Popover: { classNames: { dropdown: overlays['menu'] } },
  },
});

/** Feeds Mantine's own variables, and ours, from the one table of colours. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...variables('light'), ...mantine },
  dark: { ...variables('dark'), ...mantine },
});

const mantine = {
  '--mantine-color-body': 'var(--cf-bg)',
  '--mantine-color-text': 'var(--cf-ink)',
  '--mantine-color-dimmed': 'var(--cf-muted)',
  '--mantine-color-placeholder': 'var(--cf-faint)',
  '--mantine-color-error': 'var(--cf-ember)',
  '--mantine-color-default': 'var(--cf-surface)',
  '--mantine-color-default-border': 'var(--cf-ctl)',
  '--mantine-color-default-hover': 'var(--cf-sunk)',
  '--mantine-color-default-color': 'var(--cf-ink)',
  '--mantine-color-anchor': 'var(--cf-accent)',
  '--mantine-primary-color-filled': 'var(--cf-accent)',
};

// Ten steps from the light scheme's colour (6) to the dark scheme's (3): components take the one or the other, by scheme.
function scale(token: Token): MantineColorsTuple {
  const [light, dark] = tokens[token];
  return [dark, dark, dark, dark, light, light, light, light, light, light];
}
