package dev.retrain.testkit.tck;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Translator;
import java.nio.file.Path;

/** Makes the backend that the kit's own tests run the kit on. */
public final class SmallBackendProvider implements BackendProvider {

  static final String NAME = "small";

  private record Place(String folder) {}

  private static final Shape<Place> SHAPE = shape();

  private static Shape<Place> shape() {
    ObjectShape.Builder<Place> all = ObjectShape.named("SmallSettings");
    var folder = all.required("folder", Shapes.text(), Place::folder, "where runs lie");
    return all.build(f -> new Place(f.get(folder)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    settings.as(SHAPE);
    return new SmallTranslator();
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse("folder: somewhere\n", "placeholder");
  }

  @Override
  public Backend create(Settings settings, BackendContext context) {
    return new SmallBackend(
        SmallService.at(Path.of(settings.as(SHAPE).folder()), context.clock()),
        new SmallTranslator());
  }
}
