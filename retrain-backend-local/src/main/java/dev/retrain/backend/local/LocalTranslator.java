package dev.retrain.backend.local;

import dev.retrain.api.document.Durations;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Plan.StepPlan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import dev.retrain.translation.StepPlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pure half: the canonical JSON is the definition, a plan shows what is bound to each image.
 */
final class LocalTranslator implements Translator {

  static final String NAME = "local";

  private static final Support HERE = Support.natively("this machine");

  /** The machine of every step, as plans and price lists name it. */
  static final String MACHINE = "this one";

  private static final String THIS_USER = "the user of this process";

  private final Bindings bindings;

  LocalTranslator(Bindings bindings) {
    this.bindings = bindings;
  }

  @Override
  public Capabilities capabilities() {
    return LocalCapabilities.DECLARED;
  }

  @Override
  public Preflight preflight(Pipeline pipeline) {
    List<Problem> shared =
        Preflight.of(pipeline, capabilities()).problems().stream()
            .filter(problem -> !problem.code().equals(Preflight.NEEDS_IMAGE)) // not here
            .toList();
    return new Preflight(shared).and(unbound(pipeline));
  }

  private List<Problem> unbound(Pipeline pipeline) {
    List<Problem> problems = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      if (bindings.of(step).isEmpty()) {
        problems.add(
            Problem.error(
                "unbound-image",
                "steps." + step.name(),
                "step " + step.name(),
                "nothing on this machine is bound to the image " + image(step),
                "Add it to images in the settings, name a containerEngine, or bind a function"));
      }
    }
    return problems;
  }

  @Override
  public NativeDefinition translate(Pipeline pipeline) {
    preflight(pipeline).orThrow(NAME, pipeline);
    return new NativeDefinition(Map.of("local/pipeline.json", pipeline.canonicalJson() + "\n"));
  }

  @Override
  public Plan plan(Pipeline pipeline) {
    return StepPlans.plan(
        NAME, pipeline, preflight(pipeline), step -> plan(pipeline, step), this::plan);
  }

  private StepPlan plan(Pipeline pipeline, Step step) {
    Map<Capability, Support> features = StepPlans.features(CapabilityUse.of(step), capabilities());
    Optional<Binding> binding = bindings.of(step);
    return new StepPlan(
        step.name(),
        step.kind(),
        binding.map(b -> b.accept(BECOMES)).orElse("nothing: the image is not bound"),
        StepPlans.weakest(features, HERE),
        features,
        resources(step.task().execution().resources()),
        binding.map(b -> b.accept(new Shown(image(step)))).orElse(image(step)),
        Optional.of(THIS_USER),
        hints(step),
        notes(pipeline, step, binding));
  }

  private StepPlan plan(Gate gate) {
    Map<Capability, Support> features = StepPlans.features(StepPlans.needs(gate), capabilities());
    List<String> notes = new ArrayList<>();
    notes.add("when " + gate.condition());
    notes.add(
        "registers " + gate.registration().model() + " as " + gate.registration().modelName());
    return new StepPlan(
        "gate",
        "gate",
        "in process, folder registry",
        StepPlans.weakest(features, HERE),
        features,
        Map.of("machine", MACHINE),
        "",
        Optional.of(THIS_USER),
        Map.of(),
        notes);
  }

  private static Map<String, String> resources(Resources wanted) {
    Map<String, String> all = new TreeMap<>();
    all.put("machine", MACHINE);
    wanted.cpus().ifPresent(cpus -> all.put("cpu", cpus + " requested, not reserved"));
    wanted.memoryMiB().ifPresent(m -> all.put("memory", m + " MiB requested, not reserved"));
    wanted
        .gpus()
        .ifPresent(
            gpu -> all.put("gpu", gpu.count() + " x " + gpu.model() + " requested, not reserved"));
    return all;
  }

  private static Map<String, String> hints(Step step) {
    Map<String, String> all = new TreeMap<>();
    step.task()
        .execution()
        .hints()
        .forEach(
            (backend, hints) ->
                hints.forEach(
                    (key, value) ->
                        all.put(
                            backend + "." + key, value + " (ignored: " + NAME + " has no hints)")));
    return all;
  }

  private static List<String> notes(Pipeline pipeline, Step step, Optional<Binding> binding) {
    List<String> notes = new ArrayList<>();
    pipeline
        .identityOf(step)
        .ifPresent(identity -> notes.add("runs as " + THIS_USER + ", not as " + identity));
    if (binding.orElse(null) instanceof Binding.Function) {
      notes.add(
          "runs as a Java function inside this process: it shares its memory, and a timeout can"
              + " only interrupt it");
    }
    step.task()
        .execution()
        .cache()
        .ifPresent(c -> notes.add("cached for " + Durations.format(c.maxAge())));
    return notes;
  }

  private static String image(Step step) {
    return step.task()
        .program()
        .accept(
            new Program.Visitor<String>() {
              @Override
              public String container(Program.Container container) {
                return container.isOfMachine() ? "program of this machine" : container.image();
              }

              @Override
              public String standard(Program.Standard standard) {
                return "standard step " + standard.component();
              }
            });
  }

  private static final Binding.Visitor<String> BECOMES =
      new Binding.Visitor<>() {
        @Override
        public String command(Binding.Command binding) {
          return "child process";
        }

        @Override
        public String standard(Binding.Standard binding) {
          return "child process of this Java";
        }

        @Override
        public String engine(Binding.Engine binding) {
          return "container";
        }

        @Override
        public String function(Binding.Function binding) {
          return "Java function";
        }
      };

  /** What is bound, without paths of this machine that would only distract. */
  private record Shown(String image) implements Binding.Visitor<String> {
    @Override
    public String command(Binding.Command binding) {
      return String.join(" ", binding.words());
    }

    @Override
    public String standard(Binding.Standard binding) {
      return image;
    }

    @Override
    public String engine(Binding.Engine binding) {
      return String.join(" ", binding.engine()) + " run " + binding.image();
    }

    @Override
    public String function(Binding.Function binding) {
      return image + " (bound to a Java function)";
    }
  }
}
