package dev.retrain.kfp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which texts a service would not hand to a container as they are. None of the markers can be
 * escaped in a definition, so such a text is refused, with the reason; anything else arrives
 * unchanged.
 *
 * <p>Known to be read on the way:
 *
 * <ul>
 *   <li><code>{{$</code> by the KFP launcher, which also replaces what comes out of a replacement;
 *   <li><code>{"IfPresent"</code> and <code>{"Concat"</code> at the beginning, by the same;
 *   <li>anything between double braces by Argo Workflows, which runs Kubeflow's pipelines;
 *   <li><code>$(NAME)</code> and <code>$$</code> by Kubernetes (kubeflow/pipelines issue 10370).
 * </ul>
 */
public enum MarkerRules {
  /** Open-source KFP on Argo and Kubernetes. */
  KUBEFLOW {
    @Override
    Optional<String> reader(String text, boolean environment) {
      if (text.contains("{{")) {
        return Optional.of("has {{, which Argo Workflows would replace");
      }
      return KUBERNETES.matcher(text).find()
          ? Optional.of("has $$ or $(NAME), which Kubernetes would replace")
          : Optional.empty();
    }
  },
  /**
   * Vertex AI Pipelines. Its environment variables follow Kubernetes' rule, by the proto's own
   * comment.
   */
  VERTEX {
    @Override
    Optional<String> reader(String text, boolean environment) {
      return environment && KUBERNETES.matcher(text).find()
          ? Optional.of("has $$ or $(NAME), which the service would replace")
          : Optional.empty();
    }
  };

  /** Linux: the longest single argument (MAX_ARG_STRLEN, 32 pages), with the final zero byte. */
  static final int MAX_BYTES = 131_071;

  private static final Pattern KUBERNETES =
      Pattern.compile("\\$\\$|\\$\\([A-Za-z_.-][A-Za-z0-9_.-]*\\)");

  abstract Optional<String> reader(String text, boolean environment);

  /** Returns why a text cannot be an argument or the value of a parameter; empty when it can. */
  public Optional<String> argument(String text) {
    return common(text).or(() -> reader(text, false));
  }

  /** Returns why a text cannot be the value of an environment variable; empty when it can. */
  public Optional<String> variable(String text) {
    return common(text).or(() -> reader(text, true));
  }

  private static Optional<String> common(String text) {
    if (text.contains("{{$")) {
      return Optional.of("has {{$, which the KFP launcher would replace");
    }
    if (text.startsWith("{\"IfPresent\"") || text.startsWith("{\"Concat\"")) {
      return Optional.of("begins as a conditional, which the KFP launcher would evaluate");
    }
    if (text.indexOf('\0') >= 0) {
      return Optional.of("has a zero byte, which no argument can hold");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return Optional.of("has half of a surrogate pair, which is not valid Unicode");
    }
    return text.length() > MAX_BYTES / 4 && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        ? Optional.of("is longer than the " + MAX_BYTES + " bytes an argument can have")
        : Optional.empty();
  }
}
