// What build/words.ts makes of the catalogue: a module of each language.
declare module 'virtual:words/*' {
  const words: Readonly<Record<string, string>>;
  export default words;
}
