import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { check, linesOf, shapeOf, type Column, type Kind, type Run } from './kinds';
import { checkOf, choicesOf, draftOf, missingIn, placed } from './mapping';

const SHOWN = 3; // values of each column that help to recognise it

/** Which column of the file is which of ours, and what holds for all lines. */
export function Mapping({ kind, run, onChecked }: { kind: Kind; run: Run; onChecked: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const [draft, setDraft] = useState(() => draftOf(run));
  const shape = useQuery({ queryKey: ['import-shape', kind], queryFn: () => shapeOf(kind) });
  const first = useQuery({
    queryKey: ['import-first', kind, run.id],
    queryFn: () => linesOf(kind, run.id, { limit: SHOWN }),
  });
  const look = useAct({ act: () => check(kind, run.id, checkOf(draft)), done: () => t('imports.checked') });
  if (!shape.data) return null;
  const missing = missingIn(draft, shape.data);
  const samples = (place: number | undefined) =>
    place === undefined
      ? ''
      : (first.data?.items ?? [])
          .map(({ cells }) => cells[place] ?? '')
          .filter(Boolean)
          .join(' · ');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        look.mutate(undefined, { onSuccess: onChecked });
      }}
    >
      <Stack gap="md">
        {look.error ? <Trouble error={look.error} /> : null}
        <Card title={t('imports.columns')}>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {shape.data.columns.map(({ name, is_required }) => (
              <Select
                key={name}
                label={word('importColumn', name)}
                required={is_required}
                description={samples(draft.places[name]) || t('imports.notThere')}
                data={choicesOf(run.names)}
                value={draft.places[name] === undefined ? null : String(draft.places[name])}
                error={faultOf(look.error, `mapping.${name}`)}
                searchable
                clearable
                clearButtonProps={{ 'aria-label': t('common.remove') }}
                onChange={(place) => setDraft(placed(draft, name, place === null ? null : Number(place)))}
              />
            ))}
          </SimpleGrid>
        </Card>
        <Card title={t('imports.forAll')}>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {shape.data.options.map((option) => (
              <Option
                key={option.name}
                option={option}
                value={draft.options[option.name] ?? ''}
                error={faultOf(look.error, `options.${option.name}`)}
                onChange={(value) => setDraft({ ...draft, options: { ...draft.options, [option.name]: value } })}
              />
            ))}
            <TextInput
              label={t('imports.saveAs')}
              description={t('imports.saveAsHint')}
              maxLength={80}
              value={draft.saveAs}
              onChange={(event) => setDraft({ ...draft, saveAs: event.currentTarget.value })}
            />
          </SimpleGrid>
        </Card>
        <Group>
          <Button
            type="submit"
            leftSection={<IconFileSearch size={16} />}
            disabled={missing.length > 0}
            loading={look.isPending}
          >
            {t('imports.check')}
          </Button>
          <Text size="sm" c="dimmed">
            {missing.length > 0
              ? t('imports.missing', { columns: missing.map(({ name }) => word('importColumn', name)).join(', ') })
              : t('imports.checkHint')}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

interface OptionProps {
  option: Column;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Option({ option, value, error, onChange }: OptionProps) {
  const word = useWord();
  const may = useMay();
  const label = word('importColumn', option.name);
  if (option.name === 'warehouse' && may('inventory.opening.write'))
    return <WarehousePicker label={label} value={value} error={error} onChange={onChange} />;
  if (option.kind === 'choice') {
    return (
      <Select
        label={label}
        data={option.choices.map((each) => ({ value: each, label: word('importChoice', each) }))}
        value={value || null}
        error={error}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  }
  return (
    <TextInput
      type={option.kind === 'day' ? 'date' : 'text'}
      label={label}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
