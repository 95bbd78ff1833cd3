/** Files in S3 and in stores that are compatible with it, by version 2 of the AWS SDK. */
@NullMarked
package dev.retrain.artifacts.s3;

import org.jspecify.annotations.NullMarked;
