import { Button, Center, Paper } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { startSignIn } from '~/auth/session';

import { Empty } from './Empty';

/** For who has left, whose sign-in failed (`?failed`), or whom nobody could tell whether he is signed in (`?away`). */
export function SignedOutPage() {
  const { t, i18n } = useTranslation();
  const why = new URLSearchParams(location.search);
  const [title, hint] = why.has('away')
    ? [t('app.away'), t('app.awayHint')]
    : why.has('failed')
      ? [t('app.signInFailed'), t('app.signInFailedHint')]
      : [t('app.signedOut'), t('app.signedOutHint')];
  const from = (history.state as { from?: string } | null)?.from ?? '/'; // where he was
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder maw={440} w="100%">
        <Empty
          icon={IconLogout}
          title={title}
          hint={hint}
          action={
            why.has('away') ? (
              <Button mt="md" size="sm" onClick={() => location.assign(from)}>
                {t('refusal.retry')}
              </Button>
            ) : (
              <Button mt="md" size="sm" onClick={() => void startSignIn('/', i18n.language)}>
                {t('app.signIn')}
              </Button>
            )
          }
        />
      </Paper>
    </Center>
  );
}
