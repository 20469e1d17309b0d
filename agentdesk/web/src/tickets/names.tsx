import { useFields, usePersonName } from '../api/queries';

// Names that come after the page: each is a part of its own, so that a name that arrives draws itself anew and not the page around it.

export function FieldName({ code }: { code: string }) {
  return useFields().data?.find((field) => field.code === code)?.name ?? code;
}

export function PersonName({ username }: { username: string }) {
  return usePersonName()(username);
}
