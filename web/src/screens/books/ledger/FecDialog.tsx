import { Badge, Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Facts } from '~/ui/Facts';
import { save } from '~/ui/save';
import { Trouble } from '~/ui/Trouble';

type Report = OfAccounting['FecReportOut'];

interface Made {
  name: string;
  file: Blob;
}

const COLOURS = { conform: 'green', flagged: 'orange', refused: 'red' } as const;
const SHOWN = 20; // findings

/** The file of accounting entries that the tax office may ask for, with what its public check says of it. */
export function FecDialog() {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [year, setYear] = useState(new Date().getFullYear());
  const check = useMutation({
    mutationFn: async ({ name, file }: Made) => {
      const { data } = await api.POST('/api/accounting/v1/fec/check', {
        params: { query: { name } },
        body: await file.text(),
        bodySerializer: (content: string) => content,
        headers: { 'Content-Type': 'text/plain' },
      });
      return data;
    },
  });
  const make = useMutation({
    mutationFn: async (): Promise<Made> => {
      const { data, response } = await api.GET('/api/accounting/v1/fec/{year}', {
        params: { path: { year } },
        parseAs: 'blob',
      });
      const said = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '');
      return { name: said?.[1] ?? `FEC${year}.txt`, file: data as unknown as Blob };
    },
    onMutate: () => check.reset(),
    onSuccess: (done) => check.mutate(done),
  });
  const made = make.data;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileCertificate size={15} />}
        onClick={() => {
          make.reset();
          setIsOpen(true);
        }}
      >
        FEC
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('fec.title')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <Stack gap="md">
            <Text c="dimmed">{t('fec.hint')}</Text>
            <Group align="flex-end">
              <NumberInput
                label={t('fec.year')}
                data-autofocus
                min={1990}
                max={2099}
                hideControls
                value={year}
                onChange={(value) => setYear(Number(value))}
              />
              <Button type="submit" loading={make.isPending || check.isPending}>
                {t('fec.make')}
              </Button>
              {made ? (
                <Button variant="default" onClick={() => save(made.name, made.file)}>
                  {t('fec.save', { name: made.name })}
                </Button>
              ) : null}
            </Group>
            {make.error ? <Trouble error={make.error} /> : null}
            {check.error ? <Trouble error={check.error} /> : null}
            {check.data ? <Findings report={check.data} /> : null}
          </Stack>
        </form>
      </Modal>
    </>
  );
}

function Findings({ report }: { report: Report }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <Group gap="xs">
        <Text fw={560}>{t('fec.check')}</Text>
        <Badge color={COLOURS[report.outcome]}>{t(`fec.outcome.${report.outcome}`)}</Badge>
      </Group>
      <Facts
        rows={[
          [t('fec.lines'), format.number(report.lines)],
          [t('fec.entries'), format.number(report.entries)],
          [t('ledger.debit'), format.money(report.debit)],
          [t('ledger.credit'), format.money(report.credit)],
        ]}
      />
      {report.findings.slice(0, SHOWN).map((it, position) => (
        <Text key={position} size="sm">
          <b>{it.rule}</b> {it.line ? t('fec.line', { line: it.line }) : ''} {it.detail}
        </Text>
      ))}
    </>
  );
}
