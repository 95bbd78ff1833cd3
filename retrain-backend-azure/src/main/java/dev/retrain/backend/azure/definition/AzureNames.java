package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.translation.StepImages;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All names in requests, and how ours become theirs.
 *
 * <p>Nodes and components take lower-case letters, digits and underscores; inputs and outputs are
 * identifiers. Ours have single hyphens (steps, artifacts) or single underscores (parameters).
 * Steps and pipelines get one underscore for a hyphen; artifacts, which share the inputs of a
 * component with parameters, get two. Three in a row are retrain's own. So no two names meet, and a
 * name that is none of ours ends in a piece of its hash after four.
 */
final class AzureNames {

  static final String CHAMPION = "champion___uri";
  static final String TRIAL = "retrain___trial";
  static final String GATE = "gate___register";
  static final String DECISION = "gate___decision";
  static final String REGISTERED = "gate___model";

  private static final Pattern STEP = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern PARAMETER = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final int HASH_LENGTH = 16;
  private static final int READABLE_LENGTH = 60;

  /** The longest name of a resource (path pattern of the API, 2024-10-01). */
  private static final int MAX_LENGTH = 255;

  private AzureNames() {}

  /** Returns the node of a step. */
  static String node(String step) {
    return STEP.matcher(step).matches() && step.length() <= MAX_LENGTH
        ? step.replace('-', '_')
        : hashed(step);
  }

  /** Returns the component of a node. */
  static String component(String pipeline, String node) {
    return node(pipeline) + "__" + node;
  }

  /** Returns an input or output for an artifact. */
  static String artifact(String name) {
    return STEP.matcher(name).matches() && name.length() <= MAX_LENGTH
        ? name.replace("-", "__")
        : hashed(name);
  }

  /** Returns an input for a parameter. */
  static String parameter(String name) {
    if (name.equals(Parameter.TRIAL)) {
      return TRIAL;
    }
    return PARAMETER.matcher(name).matches() && name.length() <= MAX_LENGTH ? name : hashed(name);
  }

  /**
   * Returns an input for a hyperparameter that is searched over; {@code taken} are the other
   * inputs.
   */
  static String hyperparameter(String name, Set<String> taken) {
    String plain = parameter(name);
    return taken.contains(plain) ? "searched___" + plain : plain;
  }

  /** Returns the environment of an image: what it is called, without registry, tag and digest. */
  static String environment(String image) {
    String path = image.substring(image.indexOf('/') < 0 ? 0 : host(image));
    String name = path.replaceFirst("@.*$", "").replaceFirst(":[^/]*$", "");
    String plain = name.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
    return plain.isEmpty() ? "image" : plain.substring(0, Math.min(plain.length(), MAX_LENGTH));
  }

  private static int host(String image) {
    return StepImages.hasHost(image) ? image.indexOf('/') + 1 : 0;
  }

  private static String hashed(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^[^a-z]+|_+$", "");
    return "x"
        + plain.substring(0, Math.min(plain.length(), READABLE_LENGTH))
        + "____"
        + Documents.sha256(name).substring(0, HASH_LENGTH);
  }
}
