import { Alert, Button, FileButton, Group, List, Textarea } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { usePerson } from '~/auth/usePerson';
import { Card } from '~/ui/Card';
import { Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';

import { checked, type RowFault } from './check';
import { useBasket } from './store';

/** A list from a spreadsheet or a file: nothing goes into the basket before all of it is right. */
export default function QuickOrder() {
  const { t } = useTranslation();
  const { customerId } = usePerson();
  const { add } = useBasket();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const check = useMutation({
    mutationFn: (written: string) => checked(written, customerId),
    onSuccess: async ({ lines, faults }) => {
      if (faults.length > 0 || lines.length === 0) return;
      add(lines);
      await navigate('/basket');
    },
  });
  const faults = check.data?.faults ?? [];
  return (
    <Page title={t('portal.menu.quick')} note={t('portal.quick.hint')}>
      <Card>
        <Textarea
          label={t('portal.quick.list')}
          description={t('portal.quick.format')}
          placeholder={t('portal.quick.example')}
          minRows={8}
          autosize
          maxRows={20}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {faults.length > 0 ? (
          <Alert color="red" role="alert" mt="sm" title={t('portal.quick.faults', { count: faults.length })}>
            <List size="sm">
              {faults.map((fault) => (
                <List.Item key={fault.row}>
                  <Fault fault={fault} />
                </List.Item>
              ))}
            </List>
          </Alert>
        ) : null}
        {check.error ? <Trouble error={check.error} /> : null}
        <Group mt="md">
          <Button disabled={!text.trim()} loading={check.isPending} onClick={() => check.mutate(text)}>
            {t('portal.quick.check')}
          </Button>
          <FileButton
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(file) => void file?.text().then((content) => setText(content))}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
                {t('portal.quick.file')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Card>
    </Page>
  );
}

function Fault({ fault }: { fault: RowFault }) {
  const { t } = useTranslation();
  const { row, kind, written, near } = fault;
  if (kind === 'quantity') return t('portal.quick.quantity', { row, written });
  const said = t('portal.quick.unknown', { row, written });
  return near.length > 0 ? `${said} ${t('portal.quick.near', { near: near.join(', ') })}` : said;
}
