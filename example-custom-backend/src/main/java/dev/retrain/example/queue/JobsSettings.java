package dev.retrain.example.queue;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.client.ServiceAddress;
import java.nio.file.Path;
import java.time.Duration;

// region async-settings
/**
 * Where the job service is, and how late it shows runs.
 *
 * @param endpoint the service's address
 * @param artifactRoot the folder that the service's workers and this process share
 * @param deadline of every call
 * @param visibleWithin the time within which the service shows a run that it has accepted
 */
record JobsSettings(
    ServiceAddress endpoint, Path artifactRoot, Duration deadline, Duration visibleWithin) {

  private static final Shape<JobsSettings> SHAPE = shape();

  static JobsSettings of(Settings settings) {
    return settings.as(SHAPE);
  }

  private static Shape<JobsSettings> shape() {
    ObjectShape.Builder<JobsSettings> all = ObjectShape.named("JobsSettings");
    var endpoint =
        all.required(
            "endpoint",
            Shapes.text().as(ServiceAddress::parse, ServiceAddress::toString),
            JobsSettings::endpoint,
            "the service's address");
    var root =
        all.required(
            "artifactRoot",
            Shapes.text().as(Path::of, Path::toString),
            JobsSettings::artifactRoot,
            "the folder shared with the service's workers");
    var deadline =
        all.optional(
            "deadline",
            Shapes.duration(),
            Duration.ofSeconds(10),
            JobsSettings::deadline,
            "of every call");
    var visible =
        all.optional(
            "visibleWithin",
            Shapes.duration(),
            Duration.ofSeconds(30),
            JobsSettings::visibleWithin,
            "the time within which the service shows a run that it has accepted");
    return all.build(
        f -> new JobsSettings(f.get(endpoint), f.get(root), f.get(deadline), f.get(visible)));
  }
}
// endregion async-settings
