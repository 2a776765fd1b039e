import { KitForm } from './Kit';
import { newPart } from './parts';

export default function NewKit() {
  return <KitForm product="" start={[newPart()]} version={0} />;
}
