package dev.retrain.artifacts.gcs;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads the service's objects: the generation of an object is its entity tag. */
final class GcsObjects {

  /** The fields that are read, so that answers stay small. */
  static final String FIELDS = "name,size,generation,md5Hash,crc32c";

  private GcsObjects() {}

  static StoredFile file(URI bucket, String json) {
    return file(bucket, Documents.parse(json, "an answer of Cloud Storage"));
  }

  private static StoredFile file(URI bucket, Node object) {
    return new StoredFile(
        StoredFile.child(bucket, required(object, "name")),
        Long.parseLong(required(object, "size")),
        required(object, "generation"),
        text(object, "md5Hash")
            .map(hash -> "md5:" + hex(hash))
            .or(() -> text(object, "crc32c").map(sum -> "crc32c:" + hex(sum))));
  }

  static FilePage page(URI bucket, String json) {
    Node answer = Documents.parse(json, "an answer of Cloud Storage");
    List<StoredFile> files = new ArrayList<>();
    if (field(answer, "items").orElse(null) instanceof Node.Sequence items) {
      for (Node item : items.items()) {
        // An object whose name ends in a slash stands for a folder.
        if (!required(item, "name").endsWith("/")) {
          files.add(file(bucket, item));
        }
      }
    }
    return new FilePage(files, text(answer, "nextPageToken"));
  }

  private static String required(Node object, String key) {
    return text(object, key)
        .orElseThrow(
            () -> new IllegalArgumentException("an answer of Cloud Storage has no " + key));
  }

  private static Optional<String> text(Node object, String key) {
    return field(object, key)
        .filter(Node.Text.class::isInstance)
        .map(value -> ((Node.Text) value).value());
  }

  private static Optional<Node> field(Node object, String key) {
    return object instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty();
  }

  private static String hex(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }
}
