package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.translation.StepProblems;
import dev.retrain.translation.TagForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks a pipeline as a whole against the limits of the service. */
final class JobRequestLimits {

  /** Azure Resource Manager takes requests of 4 MB. */
  private static final int MAX_BYTES = 4 << 20;

  /** Linux: the longest single argument, which the command is (MAX_ARG_STRLEN). */
  private static final int MAX_COMMAND_BYTES = 131_071;

  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG_KEY = 512;
  private static final int MAX_TAG_VALUE = 256;

  /**
   * What {@link RequestContext#runTags} adds: who made it, of what pipeline, run and definition.
   */
  private static final int OWN_TAGS = 4;

  /** Of a run, beside those of its definition (Azure Resource Manager, Tags; read 2026-11). */
  static final TagForm RUN_TAGS =
      new TagForm(
          MAX_TAGS - OWN_TAGS,
          MAX_TAG_KEY,
          MAX_TAG_VALUE,
          Pattern.compile("[<>%&\\\\?/]"),
          Pattern.compile("(?!)"),
          true);

  private final RequestContext parts;
  private final List<Problem> problems = new ArrayList<>();

  private JobRequestLimits(RequestContext parts) {
    this.parts = parts;
  }

  static List<Problem> problems(RequestContext parts, List<ResourceRequest> requests) {
    JobRequestLimits limits = new JobRequestLimits(parts);
    limits.checkStepsImage();
    limits.checkTags();
    limits.checkIdentity();
    limits.checkGateName();
    StepProblems.servingImage(parts.pipeline(), parts.images()).ifPresent(limits.problems::add);
    StepProblems.registry(parts.pipeline(), parts.workspace().registry(), "")
        .ifPresent(limits.problems::add);
    requests.forEach(limits::checkSize);
    return limits.problems;
  }

  private void checkStepsImage() {
    Pipeline pipeline = parts.pipeline();
    if (pipeline.gate().isPresent() || StepProblems.hasStandardStep(pipeline)) {
      StepProblems.stepsImage(AzureTranslator.NAME, parts.settings().stepsImage().orElse(""))
          .ifPresent(problems::add);
    }
  }

  private void checkTags() {
    if (parts.runTags().size() > MAX_TAGS) {
      error("too-many-tags", "tags", "a job has at most " + MAX_TAGS + " tags", "Use fewer");
    }
    parts
        .pipeline()
        .tags()
        .forEach(
            (key, value) -> {
              if (key.startsWith("retrain.")) {
                error(
                    "reserved-tag",
                    "tags." + key,
                    "the tag '" + key + "' is reserved",
                    "Rename it");
              }
              if (key.length() > MAX_TAG_KEY || value.length() > MAX_TAG_VALUE) {
                error("long-tag", "tags." + key, "the tag '" + key + "' is too long", "Shorten it");
              }
            });
  }

  private void checkIdentity() {
    parts
        .identity()
        .filter(identity -> !NodeLimits.isIdentity(identity))
        .ifPresent(
            identity ->
                error(
                    "illegal-identity",
                    "identity",
                    "'" + identity + "' is not a managed identity",
                    "Use its name, resource id or client id"));
  }

  /** What the gate writes lies where such a step would write. */
  private void checkGateName() {
    boolean clashes =
        parts.pipeline().gate().isPresent()
            && parts.pipeline().steps().stream()
                .anyMatch(step -> step.name().equals(GateNode.STEP));
    if (clashes) {
      error(
          "gate-name",
          "steps." + GateNode.STEP,
          "a step is named gate, and the gate writes its decision under that name",
          "Rename the step");
    }
  }

  /** Only jobs grow without a limit of their own: what is long in a component is its command. */
  private void checkSize(ResourceRequest request) {
    if (!request.kind().equals("job")) {
      checkCommand(request);
      return;
    }
    int bytes = Documents.canonicalJson(request.body()).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      error(
          "request-too-large",
          "",
          "the " + request.kind() + " has " + bytes + " bytes, the service takes " + MAX_BYTES,
          "Use fewer steps, or shorter texts");
    }
  }

  private void checkCommand(ResourceRequest request) {
    String command = command(request.body());
    int length = command.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_COMMAND_BYTES) {
      error(
          "command-too-long",
          "steps",
          "the command of "
              + request.name()
              + " has "
              + length
              + " bytes, a shell takes "
              + MAX_COMMAND_BYTES,
          "Pass long texts in a file");
    }
  }

  private static String command(Node body) {
    Node node = body;
    for (String key : List.of("properties", "componentSpec", "command")) {
      node = ((Node.Mapping) node).get(key).orElse(Node.of(""));
      if (node instanceof Node.Text text) {
        return text.value();
      }
    }
    return "";
  }

  private void error(String code, String path, String what, String fix) {
    problems.add(Problem.error(code, path, "pipeline " + parts.pipeline().name(), what, fix));
  }
}
