package dev.retrain.api.source;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a data set. {@link #text()} is the form that documents, tags and the parameter
 * {@code data_version} hold; {@link #parse} reads it.
 *
 * @param kind what identifies the data
 * @param value the identifier: of a commit its hash, of DVC {@code <algorithm>:<hash>}
 * @param address of the object, or of DVC's content in the remote storage where it is known
 */
public record DataVersion(Kind kind, String value, Optional<URI> address) {

  /** What identifies a version of data. */
  public enum Kind {
    /** A Git commit: {@code git:<40 or 64 hexadecimal digits>}. */
    COMMIT("git:", "git:([0-9a-f]{40}|[0-9a-f]{64})"),

    /** A hash that DVC recorded: {@code md5:22a1...}, or {@code md5:22a1...@<remote address>}. */
    DVC(
        "",
        "((?:md5|sha256|blake3|etag):[0-9A-Za-z-]{6,128}(?:\\.dir)?)(?:@([a-z][a-z0-9+.-]*:/\\S+))?"),

    /** A version of an object in S3: {@code s3://bucket/key?versionId=...}. */
    S3_VERSION("?versionId=", "(s3://[^/?#\\s]+/[^?#\\s]+)\\?versionId=([^\\s\"?#]+)"),

    /** The entity tag of an object, without quotes: {@code <address>?etag=...}. */
    ETAG("?etag=", "([a-z][a-z0-9+.-]*:/[^?#\\s]+)\\?etag=([^\\s\"?#]+)"),

    /** Any other text, such as {@code 2024-W05}. */
    LABEL("", "(?s)(.*\\S.*)");

    /** Stands before the value, after the address of the object where there is one. */
    private final String mark;

    private final Pattern form;

    Kind(String mark, String form) {
      this.mark = mark;
      this.form = Pattern.compile(form);
    }

    private boolean hasObject() {
      return this == S3_VERSION || this == ETAG;
    }
  }

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if the text has not the form of the kind
   */
  public DataVersion {
    requireNonNull(kind);
    String text = text(kind, value, address);
    if (!kind.form.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a data version of kind " + kind);
    }
  }

  /** Returns the version of a Git commit, by its full hash in lower case. */
  public static DataVersion commit(String sha) {
    return new DataVersion(Kind.COMMIT, sha, Optional.empty());
  }

  /**
   * Returns the version of data that DVC tracks.
   *
   * @param algorithm {@code md5}, {@code sha256}, {@code blake3} or {@code etag}
   * @param hash in DVC's own form; that of a folder ends in {@code .dir}
   * @param remote the address of the content in the remote storage, where it is known
   */
  public static DataVersion dvc(String algorithm, String hash, Optional<URI> remote) {
    return new DataVersion(Kind.DVC, algorithm + ":" + hash, remote);
  }

  /** Returns a version of an object in a versioned S3 bucket. */
  public static DataVersion s3(URI object, String versionId) {
    return new DataVersion(Kind.S3_VERSION, versionId, Optional.of(object));
  }

  /** Returns the version of an object by its entity tag, without quotes. */
  public static DataVersion etag(URI object, String tag) {
    return new DataVersion(Kind.ETAG, tag, Optional.of(object));
  }

  /**
   * Reads a text form; a text of no other form is a label.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public static DataVersion parse(String text) {
    for (Kind kind : Kind.values()) {
      Matcher matcher = kind.form.matcher(text);
      if (matcher.matches()) {
        Optional<String> second =
            matcher.groupCount() > 1 ? Optional.ofNullable(matcher.group(2)) : Optional.empty();
        return kind.hasObject()
            ? new DataVersion(kind, second.orElse(""), Optional.of(URI.create(matcher.group(1))))
            : new DataVersion(kind, matcher.group(1), second.map(URI::create));
      }
    }
    throw new IllegalArgumentException("a data version must not be blank");
  }

  /** Returns the document form, which is the text form. */
  public static Shape<DataVersion> shape() {
    return Shapes.text().as(DataVersion::parse, DataVersion::text);
  }

  /** Returns the text form, which {@link #parse} reads. */
  public String text() {
    return text(kind, value, address);
  }

  private static String text(Kind kind, String value, Optional<URI> address) {
    String marked = kind.mark + value;
    return kind.hasObject()
        ? address.map(URI::toString).orElse("") + marked
        : address.map(remote -> marked + "@" + remote).orElse(marked);
  }
}
