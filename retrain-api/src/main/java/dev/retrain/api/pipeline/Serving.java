package dev.retrain.api.pipeline;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a registered model is served: an HTTP server in an image.
 *
 * @param image a reference with a digest
 * @param port it listens on, from 1 to 65535
 * @param predictPath the path of predictions
 * @param healthPath the path that answers 200 once the model is loaded
 * @param environment variables
 * @param resources what one replica needs
 */
public record Serving(
    String image,
    int port,
    String predictPath,
    String healthPath,
    Map<String, String> environment,
    Resources resources) {

  /** Checks ports and paths and copies the environment. */
  public Serving {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port lies from 1 to 65535, is " + port);
    }
    if (!predictPath.startsWith("/") || !healthPath.startsWith("/")) {
      throw new IllegalArgumentException("a path must start with a slash");
    }
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** Returns a server in an image that listens on 8080 and answers /predict and /health. */
  public static Serving image(String image) {
    return new Serving(image, 8080, "/predict", "/health", Map.of(), Resources.unspecified());
  }

  /** Returns a copy on another port. */
  public Serving port(int other) {
    return new Serving(image, other, predictPath, healthPath, environment, resources);
  }

  /** Returns a copy with another path for predictions. */
  public Serving predictPath(String path) {
    return new Serving(image, port, path, healthPath, environment, resources);
  }

  /** Returns a copy with another path for health. */
  public Serving healthPath(String path) {
    return new Serving(image, port, predictPath, path, environment, resources);
  }

  /** Returns a copy with an environment variable. */
  public Serving environment(String variable, String value) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(variable, value);
    return new Serving(image, port, predictPath, healthPath, all, resources);
  }

  /** Returns a copy with what one replica needs. */
  public Serving on(Resources needed) {
    return new Serving(image, port, predictPath, healthPath, environment, needed);
  }

  /** Returns the document form. */
  public static Shape<Serving> shape() {
    ObjectShape.Builder<Serving> all = ObjectShape.named("Serving");
    var image = all.required("image", Shapes.text(), Serving::image, "a reference with a digest");
    var port =
        all.optional(
            "port", Shapes.integer(1, 65_535), 8080L, s -> (long) s.port(), "it listens on");
    var predict =
        all.optional(
            "predictPath", Shapes.text(), "/predict", Serving::predictPath, "for predictions");
    var health =
        all.optional("healthPath", Shapes.text(), "/health", Serving::healthPath, "answers 200");
    var environment =
        all.optional(
            "environment", Shapes.map(Shapes.text()), Map.of(), Serving::environment, "variables");
    var resources =
        all.optional(
            "resources",
            Resources.shape(),
            Resources.unspecified(),
            Serving::resources,
            "what one replica needs");
    return all.build(
        f ->
            new Serving(
                f.get(image),
                Math.toIntExact(f.get(port)),
                f.get(predict),
                f.get(health),
                f.get(environment),
                f.get(resources)));
  }
}
