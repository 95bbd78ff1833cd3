package dev.retrain.backend.sagemaker.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of an IAM role, as the SageMaker API takes it (RoleArn, API model of 2025), with a name
 * of at most 64 characters (IAM quotas, read 2026-12).
 *
 * @param partition such as {@code aws} or {@code aws-cn}
 * @param account twelve digits
 * @param text the whole ARN
 */
public record RoleArn(String partition, String account, String text) {

  private static final int MAX_LENGTH = 2048;

  private static final Pattern FORM =
      Pattern.compile(
          "arn:(aws[a-z-]*):iam::([0-9]{12}):role/"
              + "(?:[a-zA-Z_0-9+=,.@-]+/)*[a-zA-Z_0-9+=,.@-]{1,64}");

  /** Returns the parsed ARN; empty if the text is not the ARN of a role. */
  public static Optional<RoleArn> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return text.length() <= MAX_LENGTH && matcher.matches()
        ? Optional.of(new RoleArn(matcher.group(1), matcher.group(2), text))
        : Optional.empty();
  }

  /** Returns the ARN of another role of the same account. */
  public String sibling(String name) {
    return "arn:%s:iam::%s:role/%s".formatted(partition, account, name);
  }
}
