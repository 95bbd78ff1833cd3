package dev.retrain.artifacts.s3;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.net.URI;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Turns what the SDK throws into the failures of retrain. Error codes by the service's page "Error
 * responses" of the Amazon S3 API reference.
 */
final class S3Failures {

  private static final Set<String> SIGN_IN =
      Set.of("ExpiredToken", "InvalidToken", "InvalidAccessKeyId", "TokenRefreshRequired");

  private S3Failures() {}

  /** Returns whether a failure of the client's own may pass: nothing answered, or not in time. */
  static boolean mayPass(Throwable failure) {
    return failure instanceof SdkClientException && !isConfiguration(failure);
  }

  private static boolean isConfiguration(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("Unable to load credentials")
        || message.contains("Unable to load region");
  }

  /**
   * Returns the failure of a request.
   *
   * @param tried such as {@code read s3://bucket/key}
   */
  static RetrainException of(String tried, URI address, SdkException failure) {
    String cannot = "cannot " + tried + " " + address;
    if (failure instanceof AwsServiceException answer) {
      return answered(cannot, address, answer);
    }
    if (isConfiguration(failure)) {
      return new ConfigurationProblem(
          cannot + ": there are no credentials or no region of AWS",
          FailureContext.hint(
              "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, or AWS_PROFILE"),
          failure);
    }
    return new TransientFailure(cannot + ": nothing answered in time", failure);
  }

  private static RetrainException answered(String cannot, URI address, AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? "" : code(answer);
    String got = cannot + ": HTTP " + answer.statusCode() + (code.isEmpty() ? "" : " " + code);
    int status = answer.statusCode();
    if (SIGN_IN.contains(code) || status == 401) {
      return new PermissionDenied(
          got, FailureContext.hint("sign in again: the credentials are wrong or expired"), answer);
    }
    if (status == 400 && code.isEmpty()) {
      // The answer to HEAD has no body, so it names no code.
      return new PermissionDenied(
          got,
          FailureContext.hint(
              "sign in again if the token may have expired, else check artifacts.s3.region"),
          answer);
    }
    if (code.equals("NoSuchBucket")) {
      return new ConfigurationProblem(
          cannot + ": there is no bucket " + address.getAuthority(),
          FailureContext.hint("create the bucket or correct its name"),
          answer);
    }
    if (status == 301 || code.equals("AuthorizationHeaderMalformed")) {
      return new ConfigurationProblem(
          got + ": the bucket is in another region",
          FailureContext.hint("set artifacts.s3.region or AWS_REGION"),
          answer);
    }
    if (status == 403) {
      return new PermissionDenied(
          got,
          FailureContext.hint(
              "allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on bucket "
                  + address.getAuthority()),
          answer);
    }
    if (status == 408 || status == 409 || status == 429 || status >= 500) {
      return new TransientFailure(got, answer);
    }
    return new PermanentFailure(
        got, FailureContext.hint("check the address and the endpoint"), answer);
  }

  private static String code(AwsServiceException answer) {
    String code = answer.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }
}
