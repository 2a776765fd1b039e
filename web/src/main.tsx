import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './ui/base.css';

import { createRoot } from 'react-dom/client';

import { finishSignIn, resume, resumeRemembered, startSignIn } from './auth/session';
import { initialLanguage, startTranslation } from './i18n';
import { pageNonce } from './ui/nonce';
import { hasNewerVersion, reloadForGoneFile } from './ui/version';

const SIGNED_OUT = '/signed-out';
const SCANNER = '/scanner'; // which opens without a network
const OPEN = new Set([SIGNED_OUT, '/offer', '/rfq']); // a customer reads his quote, a supplier answers, by the secret of a link

/** Sign in before anything is shown: every other screen is somebody's. Where that cannot be asked, a page says so. */
async function enter(): Promise<boolean> {
  if (OPEN.has(location.pathname)) return true;
  if (location.pathname === '/callback') {
    try {
      history.replaceState(null, '', await finishSignIn(new URLSearchParams(location.search)));
    } catch {
      history.replaceState(null, '', `${SIGNED_OUT}?failed`);
    }
    return true;
  }
  try {
    if (await resume()) return true;
    await startSignIn(location.pathname + location.search, initialLanguage());
    return false;
  } catch {
    if (location.pathname === SCANNER && resumeRemembered()) return true;
    history.replaceState({ from: location.pathname + location.search }, '', `${SIGNED_OUT}?away`);
    return true;
  }
}

// Styles that scripts add prove themselves by the nonce of the page; libraries of ours look for it under this name.
Object.assign(globalThis, { __webpack_nonce__: pageNonce() });

async function start(root: HTMLElement): Promise<void> {
  await startTranslation();
  if (!(await enter())) return;
  const { App } = await import('./App'); // its router reads the address, which is right only now
  createRoot(root).render(<App />);
}

window.addEventListener('vite:preloadError', () => void hasNewerVersion()); // a newer build took a file of this one away

const root = document.getElementById('root');
if (root) {
  try {
    await start(root);
  } catch (error) {
    if (!(await reloadForGoneFile())) throw error;
  }
}
