package dev.retrain.api.source;

import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a data set. {@link #text()} is the form that documents, tags and the parameter
 * {@code data_version} hold; {@link #parse} reads it, and any other text as a {@link Label}.
 */
public sealed interface DataVersion {

  /**
   * A Git commit: {@code git:<40 or 64 hexadecimal digits>}.
   *
   * @param sha in lower case
   */
  record Commit(String sha) implements DataVersion {

    /** Checks the form. */
    public Commit {
      check(sha, DataVersionText.SHA, "a commit has 40 or 64 hexadecimal digits");
    }

    @Override
    public String text() {
      return "git:" + sha;
    }
  }

  /**
   * A hash as DVC records it: {@code md5:22a1...}, with {@code @<address>} where the remote is
   * known.
   *
   * @param algorithm such as {@code md5}
   * @param hash in DVC's own form; that of a folder ends in {@code .dir}
   * @param remote the address of the content in the remote storage
   */
  record Dvc(String algorithm, String hash, Optional<URI> remote) implements DataVersion {

    /** Checks the form. */
    public Dvc {
      check(algorithm, DataVersionText.ALGORITHM, "DVC hashes by " + DataVersionText.ALGORITHM);
      check(hash, DataVersionText.HASH, "a DVC hash has hexadecimal digits");
    }

    @Override
    public String text() {
      return algorithm + ":" + hash + remote.map(address -> "@" + address).orElse("");
    }
  }

  /**
   * A version of an object in a versioned S3 bucket: {@code s3://bucket/key?versionId=...}.
   *
   * @param object its address
   * @param versionId as the service gives it
   */
  record S3Version(URI object, String versionId) implements DataVersion {

    /** Checks the form. */
    public S3Version {
      check(object.toString(), DataVersionText.S3, "an S3 object is s3://bucket/key");
      check(versionId, DataVersionText.TOKEN, "an S3 version id has no spaces");
    }

    @Override
    public String text() {
      return object + "?versionId=" + versionId;
    }
  }

  /**
   * The entity tag of an object: {@code <address>?etag=...}.
   *
   * @param object its address
   * @param tag without quotes
   */
  record ETag(URI object, String tag) implements DataVersion {

    /** Checks the form. */
    public ETag {
      check(object.toString(), DataVersionText.ADDRESS, "an address has a scheme and no query");
      check(tag, DataVersionText.TOKEN, "an entity tag has no spaces");
    }

    @Override
    public String text() {
      return object + "?etag=" + tag;
    }
  }

  /**
   * Any other name of a version, such as {@code 2024-W05}.
   *
   * @param text not blank
   */
  record Label(String text) implements DataVersion {

    /** Checks that it is not blank. */
    public Label {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a data version must not be blank");
      }
    }
  }

  /** Returns the text form, which {@link #parse} reads. */
  String text();

  /**
   * Reads a text form; a text of no known form is a {@link Label}.
   *
   * @throws IllegalArgumentException if it is blank
   */
  static DataVersion parse(String text) {
    return DataVersionText.parse(text);
  }

  /** Returns the document form, which is the text form. */
  static Shape<DataVersion> shape() {
    return Shapes.text().as(DataVersion::parse, DataVersion::text);
  }

  private static void check(String text, Pattern form, String rule) {
    Matcher matcher = form.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(rule + ", not '" + text + "'");
    }
  }
}
