int harmless() {
    return 1;
}
