package dev.retrain.api.document;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.InvalidDefinitionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads JSON and YAML into nodes and writes nodes as text. Stateless and thread-safe. */
public final class Documents {

  private Documents() {}

  /**
   * Parses JSON or YAML; a text that starts with a brace and a quote is JSON.
   *
   * @param text the whole document; more than one YAML document is refused
   * @param source what to call the text in problems, such as a file name
   * @throws InvalidDefinitionException if it is not well-formed, has a key twice, or uses YAML
   *     anchors
   */
  public static Node parse(String text, String source) {
    return DocumentParser.of(text, source).parse();
  }

  /**
   * Parses JSON, which may be any value; YAML is refused. For answers of services, of which a text
   * that is not JSON is no answer.
   *
   * @param source what to call the text in problems
   * @throws InvalidDefinitionException if it is not well-formed or has a key twice
   */
  public static Node parseJson(String text, String source) {
    return DocumentParser.json(text, source).parse();
  }

  /**
   * Parses a UTF-8 file.
   *
   * @throws ConfigurationProblem if it cannot be read
   * @throws InvalidDefinitionException as {@link #parse(String, String)}
   */
  public static Node read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot read " + file + ": " + e.getClass().getSimpleName() + " " + e.getMessage(),
          FailureContext.hint("Check the path and its permissions"),
          e);
    }
  }

  /** Returns compact JSON with keys sorted by code unit: the same bytes for the same content. */
  public static String canonicalJson(Node node) {
    return DocumentWriter.canonicalJson(node);
  }

  /** Returns indented JSON in the order of the nodes, ending in a line feed. */
  public static String json(Node node) {
    return DocumentWriter.prettyJson(node);
  }

  /** Returns YAML in the order of the nodes, ending in a line feed. */
  public static String yaml(Node node) {
    return DocumentWriter.yaml(node);
  }

  /** Returns the SHA-256 of the canonical JSON as 64 lower-case hexadecimal digits. */
  public static String sha256(Node node) {
    return sha256(canonicalJson(node));
  }

  /** Returns the SHA-256 of the UTF-8 bytes of a text as 64 lower-case hexadecimal digits. */
  public static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
