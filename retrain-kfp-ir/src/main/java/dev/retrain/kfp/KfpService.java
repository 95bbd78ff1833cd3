package dev.retrain.kfp;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Translator;
import java.util.List;
import java.util.Map;

/** A service that runs KFP definitions, as far as translating needs to know it. Pure. */
public interface KfpService {

  /** Returns what is fixed about the service and its settings. */
  KfpServiceProfile profile();

  /** Returns how it reads the definition of a pipeline. */
  ServiceDialect dialect(Pipeline pipeline);

  /** Returns what of a pipeline violates its own rules and limits, beyond those of all services. */
  List<Problem> problems(Pipeline pipeline);

  /** Returns what a step gets, by label. */
  Map<String, String> resources(Execution execution);

  /** Returns the tags of one run as it can hold them; see {@link Translator#runTags}. */
  Map<String, String> runTags(Map<String, String> tags);

  /** Returns the files that are sent to it. */
  NativeDefinition write(Pipeline pipeline, Translation translation);
}
