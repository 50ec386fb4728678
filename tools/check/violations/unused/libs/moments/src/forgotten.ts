export const forgotten = 1; // nobody imports the file
