package keeper

import "context"

// bucketGone says that a bucket is not there any more, as one may be that was configured before: it is named once, with how many recordings
// went with it, in the place of each of them and of each manifest and certificate that was put there. The error is the database's, or ctx's.
func (i *inspection) bucketGone(ctx context.Context, bucket string) (bool, error) {
	if gone, known := i.buckets[bucket]; known {
		return gone, nil
	}
	_, err := i.Objects.Locks(ctx, bucket)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	gone := err != nil && i.Objects.NoBucket(err) // one that is away is told of with each of its objects
	if gone {
		n, err := i.store.RecordingsInBucket(ctx, bucket)
		if err != nil {
			return false, err
		}
		i.report.fault(BucketMissing, "bucket:"+bucket, "it is gone, with %d recordings that lie there by their rows, and the manifests and certificates that were put there", n)
	}
	i.buckets[bucket] = gone
	return gone, nil
}
