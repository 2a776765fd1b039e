import { Button, Center, Paper } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { startSignIn } from '~/auth/session';

import { Empty } from './Empty';

export function SignedOutPage() {
  const { t, i18n } = useTranslation();
  const failed = new URLSearchParams(location.search).has('failed');
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder maw={440} w="100%">
        <Empty
          icon={IconLogout}
          title={t(failed ? 'app.signInFailed' : 'app.signedOut')}
          hint={t(failed ? 'app.signInFailedHint' : 'app.signedOutHint')}
          action={
            <Button mt="md" size="sm" onClick={() => void startSignIn('/', i18n.language)}>
              {t('app.signIn')}
            </Button>
          }
        />
      </Paper>
    </Center>
  );
}
