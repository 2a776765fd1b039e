import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Camera, hasCamera } from './Camera';

interface Props {
  onCode: (code: string) => void;
  onBlind: () => void; // there is no picture
  onAgain: () => void;
  onLeave: () => void;
}

/** Codes by hand or by camera, and the way out: the foot of every flow. */
export function CodeEntry({ onCode, onBlind, onAgain, onLeave }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [isFilming, setFilming] = useState(false);
  return (
    <>
      {isFilming ? (
        <Camera
          onCode={onCode}
          onFailure={() => {
            setFilming(false);
            onBlind();
          }}
        />
      ) : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim()) onCode(typed.trim());
          setTyped('');
        }}
      >
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            size="lg"
            flex={1}
            label={t('scanner.type')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" size="lg" variant="default">
            {t('scanner.use')}
          </Button>
        </Group>
      </form>
      <Group grow>
        {hasCamera() ? (
          <Button size="lg" px="xs" fz="md" variant="default" onClick={() => setFilming(!isFilming)}>
            {t(isFilming ? 'scanner.stopCamera' : 'scanner.camera')}
          </Button>
        ) : null}
        <Button size="lg" px="xs" fz="md" variant="default" onClick={onAgain}>
          {t('scanner.again')}
        </Button>
        <Button size="lg" px="xs" fz="md" variant="default" onClick={onLeave}>
          {t('scanner.back')}
        </Button>
      </Group>
    </>
  );
}
