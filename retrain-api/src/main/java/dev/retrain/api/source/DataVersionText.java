package dev.retrain.api.source;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text forms of data versions. */
final class DataVersionText {

  static final Pattern SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  static final Pattern ALGORITHM = Pattern.compile("md5|sha256|blake3|etag");
  static final Pattern HASH = Pattern.compile("[0-9A-Za-z-]{6,128}(\\.dir)?");
  static final Pattern S3 = Pattern.compile("s3://[^/?#\\s]+/[^?#\\s]+");
  static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*:/[^?#\\s]+");
  static final Pattern TOKEN = Pattern.compile("[^\\s\"?#]+");

  private static final Pattern COMMIT = Pattern.compile("git:(" + SHA + ")");
  private static final Pattern DVC =
      Pattern.compile("(" + ALGORITHM + "):(" + HASH + ")(?:@(" + ADDRESS + "))?");
  private static final Pattern S3_VERSION =
      Pattern.compile("(" + S3 + ")\\?versionId=(" + TOKEN + ")");
  private static final Pattern ETAG = Pattern.compile("(" + ADDRESS + ")\\?etag=(" + TOKEN + ")");

  private DataVersionText() {}

  static DataVersion parse(String text) {
    return commit(text)
        .or(() -> dvc(text))
        .or(() -> object(text))
        .orElseGet(() -> new DataVersion.Label(text));
  }

  private static Optional<DataVersion> commit(String text) {
    Matcher matcher = COMMIT.matcher(text);
    return matcher.matches()
        ? Optional.of(new DataVersion.Commit(matcher.group(1)))
        : Optional.empty();
  }

  private static Optional<DataVersion> dvc(String text) {
    Matcher matcher = DVC.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new DataVersion.Dvc(
                matcher.group(1),
                matcher.group(2),
                Optional.ofNullable(matcher.group(4)).map(URI::create)))
        : Optional.empty();
  }

  private static Optional<DataVersion> object(String text) {
    Matcher version = S3_VERSION.matcher(text);
    if (version.matches()) {
      return Optional.of(new DataVersion.S3Version(URI.create(version.group(1)), version.group(2)));
    }
    Matcher tag = ETAG.matcher(text);
    return tag.matches()
        ? Optional.of(new DataVersion.ETag(URI.create(tag.group(1)), tag.group(2)))
        : Optional.empty();
  }
}
