import { Alert, Group, Loader, TextInput } from '@mantine/core';
import { IconBarcode } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { pastedLines, type PastedLine } from '~/ui/form/pasted';
import { Trouble } from '~/ui/Trouble';

import type { EntryLine } from './basket';
import { linesOfCodes } from './codes';

interface Props {
  customer: string; // or supplier: whose codes are known as well
  hint?: string;
  onAdd: (lines: EntryLine[]) => void;
}

/** One field for a code typed or scanned, followed by Enter, and for many lines pasted at once. */
export function CodeField({ customer, hint, onAdd }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const search = useMutation({
    mutationFn: (asked: PastedLine[]) => linesOfCodes(asked, customer),
    onSuccess: ({ lines }) => {
      setTyped('');
      onAdd(lines);
    },
  });
  const unknown = search.data?.unknown ?? [];
  return (
    <>
      <Group align="flex-end" gap="xs">
        <TextInput
          flex="1 1 260px"
          maw={460}
          label={t('entry.code')}
          description={hint ?? t('entry.codeHint')}
          leftSection={<IconBarcode size={16} />}
          rightSection={search.isPending ? <Loader size={14} /> : null}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text');
            if (!/[\n\t]/.test(text.trim())) return;
            event.preventDefault();
            search.mutate(pastedLines(text));
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !typed.trim()) return;
            event.preventDefault();
            search.mutate(pastedLines(typed));
          }}
        />
      </Group>
      {unknown.length > 0 ? (
        <Alert color="orange" mt="xs" role="alert" title={t('entry.unknown', { count: unknown.length })}>
          {unknown.join(', ')}
        </Alert>
      ) : null}
      {search.error ? <Trouble error={search.error} /> : null}
    </>
  );
}
