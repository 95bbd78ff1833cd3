package dev.retrain.kfp;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Translator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server that reads KFP definitions, as far as translating needs to know it. Pure. */
public interface Service {

  /** The backend's name. */
  String name();

  /** What it declares. */
  Capabilities capabilities();

  /** What a definition says about where it runs. */
  Place place();

  /** How it reads a definition. */
  Dialect dialect(Pipeline pipeline);

  /** Which texts it would change. */
  TextRules texts();

  /** The hints it knows. */
  Set<String> hints();

  /** What of a pipeline goes against its own rules and limits, beyond what all share. */
  List<Problem> problems(Pipeline pipeline);

  /** The longest definition it takes, in bytes. */
  int maxBytes();

  /** What a step gets, in words for people. */
  Map<String, String> resources(Execution execution);

  /** The identity that a run works under when the pipeline names none. */
  Optional<String> identity();

  /** The tags of one run as it can hold them; see {@link Translator#runTags}. */
  Map<String, String> runTags(Map<String, String> tags);

  /** The files that are handed to it. */
  NativeDefinition write(Pipeline pipeline, Translation translation);
}
