import { Injectable } from '@nestjs/common';
import type { UploadId } from '@moments/kernel';
import { type ArrivedPart, type PartTarget, UploadsQueries, type UploadView } from '@moments/media';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';

/** The viewer's own uploads of a request, read together; what has arrived of one is asked of the store once. */
@Injectable()
export class UploadsLoader {
  private readonly views = batched<UploadId, UploadView>(async (ids, { accountId }) =>
    accountId === undefined ? new Map() : this.queries.manyOfAccount(accountId, ids),
  );
  // By the view itself: a mutation answers with a new one, so this never outlives what it was read for.
  private readonly arrived = new WeakMap<UploadView, Promise<ArrivedPart[]>>();

  private readonly signed = new WeakMap<UploadView, Map<string, Promise<PartTarget[]>>>();

  constructor(private readonly queries: UploadsQueries) {}

  /** `undefined` when there is none, or not for this viewer. */
  find(context: GraphqlContext, id: UploadId): Promise<UploadView | undefined> {
    return this.views.load(context, id);
  }

  arrivedParts(view: UploadView): Promise<ArrivedPart[]> {
    const asked = this.arrived.get(view) ?? this.queries.uploadedParts(view);
    this.arrived.set(view, asked);
    return asked;
  }

  /** Targets for parts, signed once however often the same ones are asked for. */
  partTargets(view: UploadView, numbers: readonly number[] | null | undefined): Promise<PartTarget[]> {
    const known = this.signed.get(view) ?? new Map<string, Promise<PartTarget[]>>();
    this.signed.set(view, known);
    const name = JSON.stringify(numbers ?? null);
    const targets = known.get(name) ?? this.queries.partTargets(view, numbers, () => this.arrivedParts(view));
    known.set(name, targets);
    return targets;
  }
}
