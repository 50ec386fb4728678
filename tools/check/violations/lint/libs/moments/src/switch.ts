export function isSeen(status: 'PROCESSING' | 'PUBLISHED' | 'REMOVED'): boolean {
  switch (status) {
    case 'PUBLISHED':
      return true;
    case 'PROCESSING':
      return false;
  }
  return false;
}
