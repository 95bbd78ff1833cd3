package dev.retrain.kfp;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.kfp.check.SpecCheck;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Translator;
import dev.retrain.translation.StepPlans;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Translates, checks and plans for one service. Thread-safe. */
public final class KfpTranslator implements Translator {

  /** From here on a definition is worth a warning: it grows threefold on the way to Kubernetes. */
  private static final double WARN_ABOVE = 0.5;

  private record Checked(Pipeline pipeline, Preflight preflight, NativeDefinition definition) {}

  private final KfpService service;

  /** Planning checks the same pipeline three times in a row. */
  private final AtomicReference<@Nullable Checked> last = new AtomicReference<>();

  /** Makes a translator for a service. */
  public KfpTranslator(KfpService service) {
    this.service = service;
  }

  @Override
  public Capabilities capabilities() {
    return service.profile().capabilities();
  }

  @Override
  public Preflight preflight(Pipeline pipeline) {
    return check(pipeline).preflight();
  }

  @Override
  public NativeDefinition translate(Pipeline pipeline) {
    Checked checked = check(pipeline);
    checked.preflight().orThrow(service.profile().name(), pipeline);
    return checked.definition();
  }

  @Override
  public Map<String, String> runTags(Map<String, String> tags) {
    return service.runTags(tags);
  }

  @Override
  public Plan plan(Pipeline pipeline) {
    return StepPlans.plan(pipeline, preflight(pipeline), new ServicePlan(service, pipeline));
  }

  private Checked check(Pipeline pipeline) {
    Checked before = last.get();
    if (before != null && before.pipeline().equals(pipeline)) {
      return before;
    }
    Checked now = checkAnew(pipeline);
    last.set(now);
    return now;
  }

  private Checked checkAnew(Pipeline pipeline) {
    Translation translation =
        new PipelineTranslator(service.profile().place(), service.dialect(pipeline))
            .translate(pipeline);
    NativeDefinition definition = service.write(pipeline, translation);
    List<Problem> problems = new ArrayList<>(KfpLimits.problems(pipeline, service));
    problems.addAll(MarkerChecks.problems(pipeline, service.profile().texts()));
    problems.addAll(service.problems(pipeline));
    size(definition, problems);
    Preflight preflight = Preflight.of(pipeline, service.profile().capabilities()).and(problems);
    return new Checked(
        pipeline, preflight.passed() ? strict(preflight, translation) : preflight, definition);
  }

  /**
   * A pipeline that passed so far must have become a sound definition; anything else is our
   * mistake.
   */
  private static Preflight strict(Preflight preflight, Translation translation) {
    return preflight.and(
        SpecCheck.of(translation.spec(), translation.kubernetes()).stream()
            .map(
                finding ->
                    Problem.error(
                        "unsound-definition",
                        "",
                        finding.where(),
                        "the definition " + finding.what(),
                        "This is a fault of retrain: please report it"))
            .toList());
  }

  private void size(NativeDefinition definition, List<Problem> problems) {
    int bytes = 0;
    for (String text : definition.files().values()) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    String what =
        "the definition has "
            + bytes
            + " bytes, "
            + service.profile().name()
            + " takes "
            + service.profile().maxBytes();
    String fix = "Use fewer steps or trials, or shorter texts";
    if (bytes > service.profile().maxBytes()) {
      problems.add(Problem.error("definition-too-large", "", "pipeline", what, fix));
    } else if (bytes > service.profile().maxBytes() * WARN_ABOVE) {
      problems.add(Problem.warning("definition-large", "", "pipeline", what, fix));
    }
  }
}
