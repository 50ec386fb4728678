/** What an order of the calendar asks and pays; left out is what the product takes by itself. */
export interface Terms {
  title: string;
  brief: string;
  /** The handle of whoever acts for the seller. */
  by: string;
  /** The title of the product that has to be shown. */
  shows: string;
  admission: 'FIRST_COME' | 'APPLICATION' | 'INVITED';
  /** For one place, in roubles. */
  reward: string;
  places?: number;
  /** At noon of this day of the demo the work has to be handed in. */
  dueOn: number;
  keepPublishedDays?: number;
  /** Handles. */
  invites?: readonly string[];
  /** Whatever else `CreateCreatorOrderInput` takes. */
  more?: Readonly<Record<string, unknown>>;
}
