package io.sanasend.devui.deployment;

import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import io.sanasend.devui.Operations;

/** Adds the page to the Dev UI, and lets it call {@link Operations}; in dev mode only. */
public class OperationsPage {

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    CardPageBuildItem card() {
        CardPageBuildItem card = new CardPageBuildItem();
        card.addPage(Page.webComponentPageBuilder()
                .title("Operations")
                .icon("font-awesome-solid:tower-broadcast")
                .componentLink("qwc-sanasend-operations.js"));
        return card;
    }

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    JsonRPCProvidersBuildItem calls() {
        return new JsonRPCProvidersBuildItem(Operations.class);
    }

    /** Nothing else uses the implementation, which is why it is not there in any other mode. */
    @BuildStep(onlyIf = IsLocalDevelopment.class)
    UnremovableBeanBuildItem keepImplementation() {
        return UnremovableBeanBuildItem.beanTypes(Operations.class);
    }
}
