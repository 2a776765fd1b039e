import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 7,
  colors: {
    dark: [
      '#e8eaee',
      '#c3c8d2',
      '#a1a8b5',
      '#7b8291',
      '#4b5260',
      '#343a46',
      '#20242d',
      '#171a20',
      '#111318',
      '#0c0e12',
    ],
  },
  autoContrast: true,
  luminanceThreshold: 0.4,
  defaultRadius: 'md',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: {
    fontWeight: '640',
    sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1rem', lineHeight: '1.4' } },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  cursorType: 'pointer',
  components: {
    Badge: {
      defaultProps: { variant: 'light', radius: 'sm', size: 'md', tt: 'none', fw: 550 },
      styles: { root: { minWidth: 'max-content' } }, // in the narrow column of a table too
    },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } }, // a menu has items alone, the first has the focus
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
});

/** Ink that keeps 4.5:1 on our papers in both appearances. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--paper': '#f7f8fa',
    '--card': '#ffffff',
    '--line': '#e6e8ee',
    '--hover': '#f2f4f9',
    '--active': '#e5e9fb',
    '--active-ink': '#29409c',
    '--mantine-color-dimmed': '#5c6370',
    '--mantine-color-text': '#16191f',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-red-text': '#c22525',
    '--mantine-color-red-filled': '#cf2a2a',
    '--mantine-color-red-filled-hover': '#b32020',
    '--mantine-color-error': '#c22525',
    '--mantine-color-orange-text': '#a8410a',
    '--mantine-color-green-light-color': '#1d6a2d',
    '--mantine-color-teal-light-color': '#07654a',
    '--mantine-color-cyan-light-color': '#0b606d',
    '--mantine-color-blue-light-color': '#155a9a',
    '--mantine-color-orange-light-color': '#a03d08',
    '--mantine-color-orange-outline': '#a8410a',
    '--mantine-color-red-light-color': '#b32020',
    '--mantine-color-indigo-light-color': '#2f4ab8',
  },
  dark: {
    '--paper': '#0f1115',
    '--card': '#171a20',
    '--line': '#282d37',
    '--hover': '#1e222b',
    '--active': '#232a45',
    '--active-ink': '#c3cffb',
    '--mantine-color-dimmed': '#a1a8b5',
    '--mantine-color-text': '#e8eaee',
    '--mantine-color-placeholder': '#8f97a6',
    '--mantine-color-body': '#171a20',
    '--mantine-color-error': '#ff8787',
  },
});
