import { Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfCatalog } from '~/api/schemas';
import { Card } from '~/ui/Card';
import { RowsCard } from '~/ui/form/RowsCard';
import { useUnit } from '~/ui/useUnit';

import { attributesOf, newImage, type Attribute } from './draft';
import type { Part } from './part';

interface Props extends Part {
  families: readonly OfCatalog['FamilyOut'][];
}

/** What products of its family say of themselves. */
export function Attributes({ draft, set, fault, families }: Props) {
  const { t } = useTranslation();
  const known = attributesOf(families, draft.family);
  return (
    <Card title={t('record.attributes')}>
      {known.length === 0 ? <Text c="dimmed">{t('record.noAttributes')}</Text> : null}
      <Stack gap="sm">
        {known.map((attribute) => (
          <AttributeField
            key={attribute.code}
            attribute={attribute}
            value={draft.attributes[attribute.code] ?? ''}
            fault={fault(`attributes.${attribute.code}`)}
            onChange={(value) => set({ attributes: { ...draft.attributes, [attribute.code]: value } })}
          />
        ))}
      </Stack>
    </Card>
  );
}

interface FieldProps {
  attribute: Attribute;
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}

function AttributeField({ attribute, value, fault, onChange }: FieldProps) {
  const unit = useUnit();
  const label = attribute.uom ? `${attribute.name} (${unit(attribute.uom)})` : attribute.name;
  const field = { label, required: attribute.is_required, error: fault };
  if (attribute.kind === 'choice') {
    return (
      <Select
        {...field}
        clearable={!attribute.is_required}
        data={attribute.choices ?? []}
        value={value || null}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  }
  return (
    <TextInput
      {...field}
      maxLength={200}
      inputMode={attribute.kind === 'number' ? 'decimal' : 'text'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Pictures, kept elsewhere. */
export function Images({ draft, set, fault }: Part) {
  const { t } = useTranslation();
  return (
    <RowsCard title={t('record.images')} rows={draft.images} blank={newImage} onChange={(images) => set({ images })}>
      {(row, edit, position) => (
        <>
          <TextInput
            flex="2 1 220px"
            type="url"
            required
            label={t('record.url')}
            placeholder="https://"
            value={row.url}
            error={fault(`images.${position}.url`)}
            onChange={(event) => edit({ url: event.currentTarget.value })}
          />
          <TextInput
            flex="1 1 140px"
            label={t('record.caption')}
            maxLength={200}
            value={row.caption}
            onChange={(event) => edit({ caption: event.currentTarget.value })}
          />
        </>
      )}
    </RowsCard>
  );
}
