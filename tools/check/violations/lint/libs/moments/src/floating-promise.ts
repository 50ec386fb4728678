const publish = async (): Promise<string> => 'published';

export function forget(): void {
  publish();
}
